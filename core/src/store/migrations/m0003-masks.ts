export const maskTables = `
`;
