export const caseTables = `
-- Where a camera stands (WGS 84 degrees) and how wide it sees (degrees); null where its owner did not say.
ALTER TABLE camera ADD COLUMN latitude REAL CHECK (latitude BETWEEN -90 AND 90);
ALTER TABLE camera ADD COLUMN longitude REAL CHECK (longitude BETWEEN -180 AND 180);
ALTER TABLE camera ADD COLUMN view_degrees REAL CHECK (view_degrees > 0 AND view_degrees <= 360);

-- Footage that must stay, for a request that is not answered yet (reason 'ask') or that came on paper ('written'). Retention leaves it alone.
CREATE TABLE footage_hold (
  id TEXT PRIMARY KEY,
  camera TEXT NOT NULL REFERENCES camera (id),
  owner TEXT NOT NULL REFERENCES owner (id),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL CHECK (to_at > from_at),
  reason TEXT NOT NULL CHECK (reason IN ('ask', 'written')),
  -- The ask or the written request it is for.
  ref TEXT NOT NULL,
  placed_at INTEGER NOT NULL,
  -- It ends by itself then.
  until INTEGER NOT NULL CHECK (until > placed_at),
  -- What was recorded of it when it was laid; what the quota counts.
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  released_at INTEGER
) STRICT;
CREATE INDEX footage_hold_in_force ON footage_hold (camera, from_at) WHERE released_at IS NULL;
CREATE INDEX footage_hold_by_ref ON footage_hold (ref) WHERE released_at IS NULL;

-- What a unit's case numbers look like, in its own small template language; null: any.
ALTER TABLE unit ADD COLUMN case_pattern TEXT CHECK (length(case_pattern) BETWEEN 1 AND 60);

-- A unit's register of cases (vụ việc). A number is used once; a closed case stays closed.
CREATE TABLE unit_case_register (
  id TEXT PRIMARY KEY,
  unit TEXT NOT NULL REFERENCES unit (id),
  case_no TEXT NOT NULL CHECK (length(case_no) > 0),
  kind TEXT NOT NULL CHECK (kind IN ('crime', 'admin_violation', 'traffic_accident', 'missing_person', 'fire_rescue', 'public_event', 'maintenance')),
  title TEXT NOT NULL,
  place TEXT NOT NULL,
  -- Where it happened, WGS 84 degrees; null where nobody can say.
  latitude REAL CHECK (latitude BETWEEN -90 AND 90),
  longitude REAL CHECK (longitude BETWEEN -180 AND 180),
  -- When it happened.
  happened_from INTEGER NOT NULL,
  happened_to INTEGER NOT NULL CHECK (happened_to >= happened_from),
  opened_by TEXT NOT NULL REFERENCES person (id),
  opened_at INTEGER NOT NULL,
  -- A leader who did not open it. Without it the case carries nothing after a day.
  countersigned_by TEXT REFERENCES person (id),
  countersigned_at INTEGER,
  closed_by TEXT REFERENCES person (id),
  closed_at INTEGER CHECK (closed_at >= opened_at),
  outcome TEXT CHECK (outcome IN ('solved', 'handed_over', 'unfounded', 'suspended')),
  outcome_note TEXT,
  CHECK ((latitude IS NULL) = (longitude IS NULL)),
  CHECK ((countersigned_by IS NULL) = (countersigned_at IS NULL)),
  CHECK (countersigned_by IS NULL OR countersigned_by <> opened_by),
  UNIQUE (unit, case_no)
) STRICT;
INSERT INTO unit_case_register (id, unit, case_no, kind, title, place, happened_from, happened_to, opened_by, opened_at, closed_at)
  SELECT lower(hex(randomblob(16))), unit, case_no, 'crime', case_no, '', opened_at, opened_at, opened_by, opened_at, closed_at FROM unit_case;
DROP TABLE unit_case;
ALTER TABLE unit_case_register RENAME TO unit_case;
CREATE INDEX unit_case_open ON unit_case (unit, opened_at) WHERE closed_at IS NULL;

-- What was done in a case: notes of its officers, in order.
CREATE TABLE case_note (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES unit_case (id),
  by TEXT NOT NULL REFERENCES person (id),
  at INTEGER NOT NULL,
  text TEXT NOT NULL CHECK (length(text) > 0)
) STRICT;
CREATE INDEX case_note_by_case ON case_note (case_id, at);

-- One question to every owner of a camera near a place. Who it went to stands with the asks, and is never told to whoever asked.
CREATE TABLE area_ask (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES unit_case (id),
  unit TEXT NOT NULL REFERENCES unit (id),
  person TEXT NOT NULL REFERENCES person (id),
  officer_no TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('duty_officer', 'investigator', 'unit_leader')),
  action TEXT NOT NULL CHECK (action IN ('live', 'clip')),
  purpose TEXT NOT NULL CHECK (purpose IN ('crime', 'admin_violation', 'traffic_accident', 'missing_person', 'fire_rescue', 'public_event', 'maintenance')),
  message TEXT NOT NULL,
  latitude REAL NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  longitude REAL NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  radius_m INTEGER NOT NULL CHECK (radius_m BETWEEN 1 AND 300),
  -- What was filmed then; null for live.
  from_at INTEGER,
  to_at INTEGER,
  created_at INTEGER NOT NULL,
  lapses_at INTEGER NOT NULL CHECK (lapses_at > created_at),
  withdrawn_at INTEGER,
  -- When the asks to the owners were made; null while that is still to be done.
  spread_at INTEGER,
  CHECK ((from_at IS NULL) = (to_at IS NULL)),
  CHECK (from_at IS NULL OR from_at < to_at)
) STRICT;
CREATE INDEX area_ask_by_person ON area_ask (person, created_at);
CREATE INDEX area_ask_by_case ON area_ask (case_id, created_at);
CREATE INDEX area_ask_to_spread ON area_ask (created_at) WHERE spread_at IS NULL;

-- The area ask it is part of; null for an ask about one camera that was named.
ALTER TABLE ask ADD COLUMN area TEXT REFERENCES area_ask (id);
-- What she said yes to where it is less than what was asked: Ask, JSON, and its hash.
ALTER TABLE ask ADD COLUMN approved_body TEXT CHECK (approved_body IS NULL OR json_valid(approved_body));
ALTER TABLE ask ADD COLUMN approved_hash TEXT CHECK (length(approved_hash) = 64);
-- Whether its footage could be held until she answers; null where there is none to hold.
ALTER TABLE ask ADD COLUMN held INTEGER CHECK (held IN (0, 1));
CREATE INDEX ask_by_area ON ask (area, status) WHERE area IS NOT NULL;
CREATE INDEX ask_by_case ON ask (unit, json_extract(body, '$.caseNo'));

-- Tokens left for asking, by officer, unit and camera. They fill up again with time.
CREATE TABLE ask_bucket (
  -- officer:<person>, unit:<unit>, camera:<camera>, area:<person>.
  name TEXT PRIMARY KEY,
  tokens REAL NOT NULL CHECK (tokens >= 0),
  -- When they were counted.
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
