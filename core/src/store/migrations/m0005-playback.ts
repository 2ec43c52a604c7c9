/** Small pictures of what was recorded, and the index by which a month of it is drawn. */
export const playbackTables = `
-- Everything a timeline needs of a file, so that its row is not read; garbage too, else SQLite looks it up in the row.
CREATE INDEX segment_spans ON segment (camera, role, from_at, to_at, origin, garbage) WHERE garbage = 0;

-- One JPEG of many small pictures, a place for each so many ms from from_at on; the file is dataDir/sheets/<camera>/<day>/<from_at>.jpg, its day in UTC.
CREATE TABLE footage_sheet (
  camera TEXT NOT NULL REFERENCES camera (id),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  every_ms INTEGER NOT NULL CHECK (every_ms > 0),
  columns INTEGER NOT NULL CHECK (columns > 0),
  rows INTEGER NOT NULL CHECK (rows > 0),
  width INTEGER NOT NULL CHECK (width > 0),
  height INTEGER NOT NULL CHECK (height > 0),
  -- A 1 for each place that holds a picture, a 0 for each that stayed grey.
  filled TEXT NOT NULL,
  -- Footage under it when it was made, ms: once there is less, it goes too.
  covered_ms INTEGER NOT NULL CHECK (covered_ms >= 0),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  made_at INTEGER NOT NULL,
  PRIMARY KEY (camera, from_at),
  CHECK (to_at > from_at)
) STRICT, WITHOUT ROWID;
`;
