/** Moving a camera and talking through it. */
export const controlTables = '';
