/** Requests to footage: areas drawn as polygons, what an owner covers before she gives it. */
export const footageAskTables = `
-- JSON, corners in order [{latitude, longitude}]; NULL: the circle of the row. With corners, latitude, longitude and radius_m are the least circle around them.
ALTER TABLE area_ask ADD COLUMN polygon TEXT CHECK (polygon IS NULL OR json_valid(polygon));
-- SHA-256 of what her yes covers (ask_redaction), hex; NULL: nothing. Set and no such row: nothing may leave.
ALTER TABLE ask ADD COLUMN covered TEXT CHECK (covered IS NULL OR length(covered) = 64);

-- Parts of the picture that leave only covered, of an ask she agreed to.
CREATE TABLE ask_redaction (
  ask TEXT PRIMARY KEY REFERENCES ask (id),
  owner TEXT NOT NULL REFERENCES owner (id),
  -- JSON, RedactionRegion[], in RFC 8785 form: sha256 is of these bytes.
  regions TEXT NOT NULL CHECK (json_valid(regions)),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX ask_redaction_by_owner ON ask_redaction (owner);
`;
