export const emergencyTables = `
-- An emergency (R3): declared by one officer, opened by a second one of another role, ended, reviewed.
CREATE TABLE emergency (
  id TEXT PRIMARY KEY,
  unit TEXT NOT NULL REFERENCES unit (id),
  status TEXT NOT NULL CHECK (status IN ('declared', 'lapsed', 'withdrawn', 'running', 'ended', 'justified', 'unjustified', 'unreviewed')),
  ground TEXT NOT NULL CHECK (ground IN ('life_danger', 'crime_in_progress', 'missing_vulnerable', 'fire_disaster', 'serious_accident')),
  purpose TEXT NOT NULL CHECK (purpose IN ('crime', 'missing_person', 'fire_rescue', 'traffic_accident')),
  -- What happened, in the officer's words.
  words TEXT NOT NULL CHECK (length(words) > 0),
  place TEXT NOT NULL CHECK (length(place) > 0),
  -- WGS 84 degrees of the middle, and metres around it.
  latitude REAL NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  longitude REAL NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  radius_m INTEGER NOT NULL CHECK (radius_m BETWEEN 1 AND 300),
  case_no TEXT,
  -- How long it would run, ms.
  lasts INTEGER NOT NULL CHECK (lasts BETWEEN 1 AND 1800000),
  declared_by TEXT NOT NULL REFERENCES person (id),
  declared_role TEXT NOT NULL CHECK (declared_role IN ('duty_officer', 'investigator', 'unit_leader')),
  declared_no TEXT NOT NULL,
  declared_at INTEGER NOT NULL,
  -- Without a second person by then nothing opens.
  lapses_at INTEGER NOT NULL CHECK (lapses_at > declared_at AND lapses_at <= declared_at + 300000),
  seconded_by TEXT REFERENCES person (id) CHECK (seconded_by <> declared_by),
  seconded_role TEXT CHECK (seconded_role IN ('duty_officer', 'investigator', 'unit_leader') AND seconded_role <> declared_role),
  seconded_no TEXT,
  opened_at INTEGER CHECK (opened_at < lapses_at),
  until_at INTEGER CHECK (until_at > opened_at AND until_at <= opened_at + 1800000),
  -- Null where the hub ended it.
  ended_by TEXT REFERENCES person (id),
  ended_at INTEGER CHECK (ended_at >= opened_at AND ended_at <= until_at),
  ended_why TEXT CHECK (ended_why IN ('time', 'officer', 'leader', 'owner', 'membership', 'clock', 'suspended')),
  review_due_at INTEGER,
  reviewed_by TEXT REFERENCES person (id) CHECK (reviewed_by <> declared_by AND reviewed_by <> seconded_by),
  reviewed_at INTEGER,
  review_words TEXT,
  CHECK ((opened_at IS NULL) = (seconded_by IS NULL) AND (opened_at IS NULL) = (until_at IS NULL) AND (opened_at IS NULL) = (seconded_role IS NULL)),
  CHECK (status IN ('declared', 'lapsed', 'withdrawn') OR opened_at IS NOT NULL),
  CHECK (status IN ('declared', 'lapsed', 'withdrawn', 'running') = (ended_at IS NULL)),
  CHECK ((ended_at IS NULL) = (ended_why IS NULL) AND (ended_at IS NULL) = (review_due_at IS NULL)),
  CHECK (status IN ('justified', 'unjustified') = (reviewed_at IS NOT NULL)),
  CHECK ((reviewed_at IS NULL) = (reviewed_by IS NULL) AND (reviewed_at IS NULL) = (review_words IS NULL))
) STRICT;
CREATE INDEX emergency_by_unit ON emergency (unit, declared_at);
CREATE INDEX emergency_under_way ON emergency (status) WHERE status IN ('declared', 'running', 'ended');

-- The cameras of one emergency, at most eight. An owner stops hers for good.
CREATE TABLE emergency_camera (
  emergency TEXT NOT NULL REFERENCES emergency (id),
  place_no INTEGER NOT NULL CHECK (place_no BETWEEN 1 AND 8),
  camera TEXT NOT NULL REFERENCES camera (id),
  owner TEXT NOT NULL REFERENCES owner (id),
  -- Her emergency grant to the unit.
  grant_id TEXT NOT NULL,
  -- Null while it is open; without a person the hub did.
  stopped_at INTEGER,
  stopped_by TEXT REFERENCES person (id),
  -- When the owner was told how it ended for this camera.
  told_at INTEGER,
  PRIMARY KEY (emergency, place_no),
  UNIQUE (emergency, camera),
  CHECK (stopped_at IS NOT NULL OR stopped_by IS NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX emergency_by_camera ON emergency_camera (camera);
CREATE INDEX emergency_by_owner ON emergency_camera (owner);
CREATE INDEX emergency_untold ON emergency_camera (emergency) WHERE told_at IS NULL;

-- A unit that lost the right to declare emergencies, and who gave it back.
CREATE TABLE emergency_suspension (
  id TEXT PRIMARY KEY,
  unit TEXT NOT NULL REFERENCES unit (id),
  emergency TEXT NOT NULL REFERENCES emergency (id),
  cause TEXT NOT NULL CHECK (cause IN ('missed', 'unjustified')),
  since INTEGER NOT NULL,
  lifted_by TEXT REFERENCES person (id),
  lifted_at INTEGER CHECK (lifted_at >= since),
  lifted_words TEXT,
  CHECK ((lifted_at IS NULL) = (lifted_by IS NULL) AND (lifted_at IS NULL) = (lifted_words IS NULL)),
  UNIQUE (emergency, cause)
) STRICT;
CREATE INDEX emergency_suspended ON emergency_suspension (unit) WHERE lifted_at IS NULL;

-- What an owner has to say about an emergency in which her cameras were opened.
CREATE TABLE emergency_complaint (
  id TEXT PRIMARY KEY,
  emergency TEXT NOT NULL REFERENCES emergency (id),
  owner TEXT NOT NULL REFERENCES owner (id),
  person TEXT NOT NULL REFERENCES person (id),
  words TEXT NOT NULL CHECK (length(words) > 0),
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX emergency_complaint_by ON emergency_complaint (emergency);
`;
