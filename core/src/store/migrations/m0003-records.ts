export const recordTables = `
`;
