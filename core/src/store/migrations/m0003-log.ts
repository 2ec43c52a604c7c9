export const logTables = `
`;
