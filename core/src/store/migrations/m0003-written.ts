export const writtenRequestTables = `
-- The paper itself, as it was photographed or scanned. Its bytes lie sealed in a file named by the id; what it was called where it came from is not kept.
CREATE TABLE written_scan (
  id TEXT PRIMARY KEY,
  -- Who brought it; only he can file a request with it.
  person TEXT NOT NULL REFERENCES person (id),
  type TEXT NOT NULL CHECK (type IN ('application/pdf', 'image/jpeg', 'image/png')),
  bytes INTEGER NOT NULL CHECK (bytes > 0),
  -- Of the bytes before they were sealed, hex; also in the log.
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  created_at INTEGER NOT NULL
) STRICT;

-- A written request for footage (văn bản yêu cầu cung cấp dữ liệu, R4) to one owner. Its states and moves: access/written-states.ts.
CREATE TABLE written_request (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL REFERENCES owner (id),
  -- Null: the paper came from a unit this hub does not know.
  unit TEXT REFERENCES unit (id),
  unit_name TEXT NOT NULL,
  entered_by TEXT NOT NULL CHECK (entered_by IN ('unit', 'owner')),
  -- Who filed or entered it, and under which number.
  person TEXT NOT NULL REFERENCES person (id),
  officer_no TEXT,
  status TEXT NOT NULL CHECK (status IN ('received', 'checking', 'clarifying', 'executing', 'delivered', 'recalled', 'refused', 'withdrawn', 'closed')),
  document_no TEXT NOT NULL CHECK (length(document_no) > 0),
  case_no TEXT NOT NULL CHECK (length(case_no) > 0),
  purpose TEXT NOT NULL CHECK (purpose IN ('crime', 'admin_violation', 'traffic_accident', 'missing_person', 'fire_rescue', 'public_event', 'maintenance')),
  deadline_at INTEGER NOT NULL,
  -- Until when the receiver promised to have destroyed what it got.
  destroy_by INTEGER NOT NULL CHECK (destroy_by > deadline_at),
  scan TEXT NOT NULL REFERENCES written_scan (id),
  -- What else the paper says, JSON, sealed.
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  status_at INTEGER NOT NULL CHECK (status_at >= created_at),
  -- Who executes or refused it.
  decided_by TEXT REFERENCES person (id),
  refused_ground TEXT CHECK (refused_ground IN ('not_valid', 'unclear', 'too_wide', 'no_footage', 'other')),
  -- Why the last cutting came to nothing, an error code.
  trouble TEXT,
  -- From then on nobody fetches what was delivered, and its files are deleted.
  release_until INTEGER,
  first_fetched_at INTEGER,
  -- What was last said to be overdue, so that it is said once.
  overdue_told TEXT CHECK (overdue_told IN ('answer', 'destruction')),
  CHECK (status <> 'refused' OR refused_ground IS NOT NULL),
  CHECK (status <> 'delivered' OR release_until IS NOT NULL)
) STRICT;
CREATE INDEX written_by_owner ON written_request (owner, created_at);
CREATE INDEX written_by_unit ON written_request (unit, created_at);
CREATE INDEX written_open ON written_request (status, deadline_at);

-- One camera and one interval of it.
CREATE TABLE written_piece (
  request TEXT NOT NULL REFERENCES written_request (id),
  n INTEGER NOT NULL CHECK (n > 0),
  camera TEXT NOT NULL REFERENCES camera (id),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL CHECK (to_at > from_at),
  -- 0 where the room for holds was used up.
  held INTEGER NOT NULL CHECK (held IN (0, 1)),
  status TEXT NOT NULL CHECK (status IN ('asked', 'cutting', 'cut', 'no_footage', 'left_out')),
  -- The export that cuts it.
  job TEXT,
  -- ExportedFile[], JSON: what was delivered, with its sums.
  files TEXT NOT NULL CHECK (json_valid(files)),
  PRIMARY KEY (request, n)
) STRICT, WITHOUT ROWID;

-- Asked back and answered, refused and why, destroyed and how.
CREATE TABLE written_message (
  request TEXT NOT NULL REFERENCES written_request (id),
  n INTEGER NOT NULL CHECK (n > 0),
  at INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('question', 'answer', 'refusal', 'destruction')),
  person TEXT NOT NULL REFERENCES person (id),
  -- JSON, sealed.
  body TEXT NOT NULL,
  PRIMARY KEY (request, n)
) STRICT, WITHOUT ROWID;
`;
