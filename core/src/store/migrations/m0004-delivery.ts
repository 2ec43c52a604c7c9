/** How much may go out, and who was shown it how. */
export const deliveryTables = `
-- How much all who watch from outside may take together.
CREATE TABLE uplink_cap (
  -- Empty: of the whole hub.
  owner TEXT PRIMARY KEY,
  -- 1,000 bits a second.
  kbps INTEGER NOT NULL CHECK (kbps BETWEEN 64 AND 10000000),
  set_by TEXT NOT NULL REFERENCES person (id),
  set_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
