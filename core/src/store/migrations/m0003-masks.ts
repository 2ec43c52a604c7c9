export const maskTables = `
-- What an owner has painted over in one camera's picture. A change is a new version; how it was before stays to be read.
CREATE TABLE mask_version (
  id TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  camera TEXT NOT NULL REFERENCES camera (id),
  owner TEXT NOT NULL REFERENCES owner (id),
  name TEXT NOT NULL,
  -- JSON list of polygons, each a list of {x, y} from 0 to 1.
  polygons TEXT NOT NULL CHECK (json_valid(polygons)),
  -- Laid before the business's own staff too.
  staff INTEGER NOT NULL CHECK (staff IN (0, 1)),
  -- The name it is asked for by, and the id of its restriction. Another shape has another name, so that nothing made under the old one passes for the new.
  laid_as TEXT NOT NULL,
  drawn_by TEXT NOT NULL REFERENCES person (id),
  drawn_at INTEGER NOT NULL,
  removed_by TEXT REFERENCES person (id),
  removed_at INTEGER,
  PRIMARY KEY (id, version),
  CHECK ((removed_at IS NULL) = (removed_by IS NULL))
) STRICT;
CREATE INDEX mask_by_camera ON mask_version (camera, id, version);
CREATE INDEX mask_by_name ON mask_version (laid_as);
`;
