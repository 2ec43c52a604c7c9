/** Programs with credentials of their own: who let them in, and to what. */
export const appTables = `
-- A program (VMS, Home Assistant) that a person let in with credentials of its own. Its password lies sealed in the vault under the id.
CREATE TABLE app (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person (id),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  username TEXT NOT NULL UNIQUE CHECK (length(username) BETWEEN 8 AND 40),
  -- In which office and what for; NULL: as one of the house.
  unit TEXT REFERENCES unit (id),
  purpose TEXT CHECK (purpose IN ('crime', 'admin_violation', 'traffic_accident', 'missing_person', 'fire_rescue', 'public_event', 'maintenance')),
  case_no TEXT,
  -- What it may have beside the live picture.
  sound INTEGER NOT NULL CHECK (sound IN (0, 1)),
  snapshot INTEGER NOT NULL CHECK (snapshot IN (0, 1)),
  made_at INTEGER NOT NULL,
  -- It ends by itself then, at most 180 days after it was made.
  until_at INTEGER NOT NULL CHECK (until_at > made_at AND until_at <= made_at + 15552000000),
  -- To the minute; NULL: never.
  used_at INTEGER,
  ended_at INTEGER,
  CHECK ((unit IS NULL) = (purpose IS NULL)),
  CHECK (unit IS NOT NULL OR case_no IS NULL)
) STRICT;
CREATE INDEX app_by_person ON app (person, made_at);

-- The cameras it was let in to. Whether it may see one of them just now, the gate decides.
CREATE TABLE app_camera (
  app TEXT NOT NULL REFERENCES app (id) ON DELETE CASCADE,
  camera TEXT NOT NULL REFERENCES camera (id),
  PRIMARY KEY (app, camera)
) STRICT, WITHOUT ROWID;

-- The program that looked in a person's name, as she called it.
ALTER TABLE viewing ADD COLUMN program TEXT;
`;
