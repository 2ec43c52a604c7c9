export const rightsTables = `
-- A unit that became part of another. What owners gave to either waits for their word (restriction unit_suspended).
CREATE TABLE unit_merge (
  from_unit TEXT PRIMARY KEY REFERENCES unit (id),
  into_unit TEXT NOT NULL REFERENCES unit (id),
  reason TEXT NOT NULL,
  merged_by TEXT NOT NULL REFERENCES person (id),
  merged_at INTEGER NOT NULL,
  CHECK (from_unit <> into_unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_merge_into ON unit_merge (into_unit);
`;
