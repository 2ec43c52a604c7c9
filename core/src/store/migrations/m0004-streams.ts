/** What is known of streams and pictures: pins of certificates, quality facts. */
export const streamTables = `
-- How a camera's scene looks when all is well: numbers, from which no picture can be made again.
CREATE TABLE picture_reference (
  camera TEXT NOT NULL REFERENCES camera (id),
  -- By which light: by day, dim, or by the camera's own infrared.
  light TEXT NOT NULL CHECK (light IN ('day', 'dim', 'infrared')),
  -- A difference hash: where it gets brighter and darker, two bits a slope.
  signature BLOB NOT NULL CHECK (length(signature) = 288),
  -- Mean absolute Laplacian, levels of brightness.
  detail REAL NOT NULL CHECK (detail >= 0),
  taken_at INTEGER NOT NULL,
  PRIMARY KEY (camera, light)
) STRICT, WITHOUT ROWID;

-- What is wrong with a camera's picture now; the row goes when it is well again.
CREATE TABLE picture_fact (
  camera TEXT NOT NULL REFERENCES camera (id),
  fact TEXT NOT NULL CHECK (fact IN ('black', 'covered', 'blurred', 'frozen', 'looped', 'moved')),
  since INTEGER NOT NULL,
  PRIMARY KEY (camera, fact)
) STRICT, WITHOUT ROWID;

-- The hub paused sharing itself, because the camera shows another scene than the owner shared. The row goes when she lifts it.
CREATE TABLE picture_pause (
  camera TEXT PRIMARY KEY REFERENCES camera (id),
  restriction TEXT NOT NULL REFERENCES restriction (id)
) STRICT, WITHOUT ROWID;
`;
