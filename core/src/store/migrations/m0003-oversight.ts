export const oversightTables = `
`;
