/** Evidence bags and where they went. */
export const evidenceTables = `
-- One evidence bag. Rows stay when the bag is destroyed: no number is given twice.
CREATE TABLE evidence_bag (
  -- 'EV-2026-000143'.
  id TEXT PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'failed', 'cancelled', 'destroyed')),
  -- 0 to 1.
  progress REAL NOT NULL CHECK (progress BETWEEN 0 AND 1),
  person TEXT NOT NULL REFERENCES person (id),
  route TEXT NOT NULL CHECK (route IN ('R0', 'R1', 'R2', 'R3', 'R4')),
  -- Of an officer: for whom, as it was called then, and her number.
  unit TEXT,
  unit_name TEXT,
  officer_no TEXT,
  purpose TEXT,
  case_no TEXT,
  ask TEXT,
  -- The written request it answers.
  request TEXT,
  originals TEXT NOT NULL CHECK (originals IN ('inside', 'with-owner')),
  -- JSON {name, certificate, fingerprint}: the ZIP is closed to this person. NULL: it is not.
  receiver TEXT CHECK (receiver IS NULL OR json_valid(receiver)),
  -- SHA-256 of tagmanifest-sha256.txt, hex, from when the log has it.
  sha256 TEXT CHECK (sha256 IS NULL OR length(sha256) = 64),
  -- Of the ZIP.
  bytes INTEGER,
  stamped TEXT NOT NULL CHECK (stamped IN ('none', 'stamped', 'late')),
  -- JSON {at, subject}: the receiver signed.
  receipt TEXT CHECK (receipt IS NULL OR json_valid(receipt)),
  unwrapped_at INTEGER,
  -- An error code.
  error TEXT,
  created_at INTEGER NOT NULL,
  done_at INTEGER
) STRICT;
CREATE INDEX evidence_bag_by_person ON evidence_bag (person, created_at);
CREATE INDEX evidence_bag_to_do ON evidence_bag (created_at) WHERE status IN ('waiting', 'running');
-- One bag answers one written request; a bag that came to nothing does not count.
CREATE UNIQUE INDEX evidence_bag_by_request ON evidence_bag (request) WHERE request IS NOT NULL AND status IN ('waiting', 'running', 'done');

-- One camera and interval of a bag, under a permit of its own.
CREATE TABLE evidence_piece (
  bag TEXT NOT NULL REFERENCES evidence_bag (id),
  n INTEGER NOT NULL CHECK (n > 0),
  camera TEXT NOT NULL REFERENCES camera (id),
  owner TEXT NOT NULL REFERENCES owner (id),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL CHECK (to_at > from_at),
  -- The ledger entry under which it was made.
  viewing TEXT,
  outcome TEXT NOT NULL CHECK (outcome IN ('waiting', 'footage', 'no-footage', 'refused')),
  recorded_ms INTEGER NOT NULL DEFAULT 0,
  gaps INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (bag, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_piece_by_owner ON evidence_piece (owner);
CREATE INDEX evidence_piece_by_camera ON evidence_piece (camera);

-- Who had a bag in hand, when and for what: signed, each naming the one before by its hash.
CREATE TABLE custody_event (
  bag TEXT NOT NULL REFERENCES evidence_bag (id),
  n INTEGER NOT NULL CHECK (n > 0),
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  -- NULL: the hub itself.
  person TEXT REFERENCES person (id),
  -- CustodyEvent, RFC 8785 text.
  body TEXT NOT NULL CHECK (json_valid(body)),
  -- RFC 7515 compact form, its payload is the body.
  jws TEXT NOT NULL,
  PRIMARY KEY (bag, n)
) STRICT, WITHOUT ROWID;
`;
