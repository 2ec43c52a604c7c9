export const auditTables = `
-- The audit log, a Merkle tree by RFC 6962. Rows are only ever added.
CREATE TABLE audit_entry (
  -- Index of the leaf, from 0, without gaps.
  seq INTEGER PRIMARY KEY CHECK (seq >= 0),
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  camera TEXT,
  -- The camera's own count, from 1, without gaps: she sees if one of hers is missing.
  camera_seq INTEGER CHECK (camera_seq > 0),
  -- RFC 8785 text; the leaf is the hash of exactly these bytes. The columns above repeat it for searching.
  entry TEXT NOT NULL,
  -- SHA-256(0x00 || entry).
  leaf_hash BLOB NOT NULL CHECK (length(leaf_hash) = 32),
  CHECK ((camera IS NULL) = (camera_seq IS NULL))
) STRICT;
CREATE UNIQUE INDEX audit_entry_by_camera ON audit_entry (camera, camera_seq) WHERE camera IS NOT NULL;
CREATE INDEX audit_entry_by_type ON audit_entry (type, seq);

CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_entry_is_kept BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- What an entry is about. The entry holds only its salted hash, so a body can be erased at the end of retention without touching the tree.
CREATE TABLE audit_body (
  seq INTEGER PRIMARY KEY REFERENCES audit_entry (seq),
  -- Random; without it short bodies could be guessed from their hash.
  salt BLOB NOT NULL CHECK (length(salt) = 32),
  -- RFC 8785 text, sealed with the vault's key.
  body TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_body_stays BEFORE UPDATE ON audit_body BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- Hashes of the complete subtrees: level 0 are the leaves; node (level, idx) covers leaves idx * 2^level up to (idx + 1) * 2^level.
CREATE TABLE audit_node (
  level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 52),
  idx INTEGER NOT NULL CHECK (idx >= 0),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_node_stays BEFORE UPDATE ON audit_node BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_node_is_kept BEFORE DELETE ON audit_node BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- Signed statements of the log's size and root (C2SP tlog-checkpoint): what owners' phones keep.
CREATE TABLE audit_checkpoint (
  size INTEGER PRIMARY KEY CHECK (size >= 0),
  root BLOB NOT NULL CHECK (length(root) = 32),
  -- C2SP signed note.
  note TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER audit_checkpoint_stays BEFORE UPDATE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_checkpoint_is_kept BEFORE DELETE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
`;
