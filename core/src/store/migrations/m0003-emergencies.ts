export const emergencyTables = `
`;
