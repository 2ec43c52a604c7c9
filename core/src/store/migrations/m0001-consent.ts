export const consentTables = `
-- What an owner allows. A change is a new version; what was signed stays as it was signed.
CREATE TABLE grant_version (
  id TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  owner TEXT NOT NULL REFERENCES owner (id),
  -- Grant, JSON, without revokedAt.
  body TEXT NOT NULL CHECK (json_valid(body)),
  -- What she read and signed, made from the body.
  sentence_vi TEXT NOT NULL,
  sentence_en TEXT NOT NULL,
  signed_by TEXT NOT NULL REFERENCES person (id),
  signed_at INTEGER NOT NULL,
  revoked_by TEXT REFERENCES person (id),
  revoked_at INTEGER,
  PRIMARY KEY (id, version),
  CHECK (revoked_at IS NOT NULL OR revoked_by IS NULL)
) STRICT;
CREATE INDEX grant_by_owner ON grant_version (owner, signed_at);
CREATE INDEX grant_in_force ON grant_version (owner, id, version) WHERE revoked_at IS NULL;

-- What narrows grants: a pause, hours of privacy, a suspended unit.
CREATE TABLE restriction (
  id TEXT PRIMARY KEY,
  -- Null: laid on by the hub itself, for every owner.
  owner TEXT REFERENCES owner (id),
  kind TEXT NOT NULL CHECK (kind IN ('pause', 'privacy_hours', 'quarantine', 'unit_suspended', 'legal_block', 'mask')),
  -- Restriction, JSON.
  body TEXT NOT NULL CHECK (json_valid(body)),
  created_by TEXT REFERENCES person (id),
  created_at INTEGER NOT NULL,
  lifted_by TEXT REFERENCES person (id),
  lifted_at INTEGER
) STRICT;
CREATE INDEX restriction_in_force ON restriction (owner) WHERE lifted_at IS NULL;

-- One officer asks one owner for exactly one thing (R2). Silence lapses.
CREATE TABLE ask (
  id TEXT PRIMARY KEY,
  grant_id TEXT NOT NULL,
  grant_version INTEGER NOT NULL,
  owner TEXT NOT NULL REFERENCES owner (id),
  camera TEXT NOT NULL REFERENCES camera (id),
  person TEXT NOT NULL REFERENCES person (id),
  unit TEXT NOT NULL REFERENCES unit (id),
  officer_no TEXT NOT NULL,
  -- Ask, JSON.
  body TEXT NOT NULL CHECK (json_valid(body)),
  -- SHA-256 of the canonical ask, hex: the yes is to this and nothing else.
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  -- What the officer writes to the owner, one sentence.
  message TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'declined', 'lapsed', 'withdrawn')),
  created_at INTEGER NOT NULL,
  lapses_at INTEGER NOT NULL CHECK (lapses_at > created_at),
  decided_by TEXT REFERENCES person (id),
  decided_at INTEGER,
  -- Until when an approval can be used.
  approved_until INTEGER,
  -- An approval works once.
  used_at INTEGER,
  FOREIGN KEY (grant_id, grant_version) REFERENCES grant_version (id, version),
  CHECK (status <> 'approved' OR approved_until IS NOT NULL)
) STRICT;
CREATE INDEX ask_by_owner ON ask (owner, created_at);
CREATE INDEX ask_by_person ON ask (person, created_at);
CREATE INDEX ask_by_camera ON ask (camera, status);

-- A unit's cases (vụ việc), by number. A closed one stays closed.
CREATE TABLE unit_case (
  unit TEXT NOT NULL REFERENCES unit (id),
  case_no TEXT NOT NULL CHECK (length(case_no) > 0),
  opened_by TEXT NOT NULL REFERENCES person (id),
  opened_at INTEGER NOT NULL,
  closed_at INTEGER CHECK (closed_at >= opened_at),
  PRIMARY KEY (unit, case_no)
) STRICT, WITHOUT ROWID;

-- The ledger as it is read: one row a viewing. The truth is the audit log; this is its index.
-- No foreign keys, and names as they were: an entry must not depend on anything that can change.
CREATE TABLE viewing (
  id TEXT PRIMARY KEY,
  camera TEXT NOT NULL,
  owner TEXT NOT NULL,
  person TEXT NOT NULL,
  person_name TEXT NOT NULL,
  -- Unit and number are null for the owner's own house.
  unit TEXT,
  unit_name TEXT,
  officer_no TEXT,
  -- R0 owner, R1 standing grant, R2 ask each time, R3 emergency, R4 written request.
  route TEXT NOT NULL CHECK (route IN ('R0', 'R1', 'R2', 'R3', 'R4')),
  action TEXT NOT NULL CHECK (action IN ('status', 'event', 'snapshot', 'live', 'playback', 'clip', 'ptz', 'talk')),
  purpose TEXT CHECK (purpose IN ('crime', 'admin_violation', 'traffic_accident', 'missing_person', 'fire_rescue', 'public_event', 'maintenance')),
  case_no TEXT,
  grant_id TEXT,
  -- What was filmed then, for footage; null for live.
  footage_from INTEGER,
  footage_to INTEGER,
  -- Obligations, JSON: what was true of the picture.
  obligations TEXT NOT NULL CHECK (json_valid(obligations)),
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  -- EndReason.
  end_reason TEXT,
  -- Seconds during which media was delivered.
  seconds REAL NOT NULL CHECK (seconds >= 0),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  -- How the name mark was carried; NULL while open, without one, or unknown.
  mark TEXT CHECK (mark IN ('overlay', 'pixels')),
  CHECK ((footage_from IS NULL) = (footage_to IS NULL)),
  CHECK ((closed_at IS NULL) = (end_reason IS NULL))
) STRICT;
CREATE INDEX viewing_by_owner ON viewing (owner, opened_at);
CREATE INDEX viewing_by_camera ON viewing (camera, opened_at);
CREATE INDEX viewing_by_person ON viewing (person, opened_at);
CREATE INDEX viewing_by_grant ON viewing (grant_id, opened_at);
`;
