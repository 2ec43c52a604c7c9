export const writtenRequestTables = `
`;
