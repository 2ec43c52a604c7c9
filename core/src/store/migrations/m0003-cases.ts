export const caseTables = `
-- Where a camera stands (WGS 84 degrees) and how wide it sees (degrees); null where its owner did not say.
ALTER TABLE camera ADD COLUMN latitude REAL CHECK (latitude BETWEEN -90 AND 90);
ALTER TABLE camera ADD COLUMN longitude REAL CHECK (longitude BETWEEN -180 AND 180);
ALTER TABLE camera ADD COLUMN view_degrees REAL CHECK (view_degrees > 0 AND view_degrees <= 360);
`;
