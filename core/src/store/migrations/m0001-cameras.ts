export const cameraTables = `
-- A camera somebody has put under this hub. Removed ones stay: the ledger and kept footage name them.
CREATE TABLE camera (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL REFERENCES owner (id),
  name TEXT NOT NULL,
  -- In words, for people: 'cổng trước'.
  place TEXT NOT NULL,
  -- Where it looks, compass degrees, 0 north; null unknown.
  direction REAL CHECK (direction >= 0 AND direction <= 360),
  -- The plugin that found it; 'manual' for one typed in.
  provider TEXT NOT NULL,
  -- Stable across restarts and addresses: the WS-Discovery endpoint reference.
  native_id TEXT NOT NULL,
  -- As the camera says of itself; null when it does not.
  maker TEXT,
  model TEXT,
  device_uri TEXT,
  snapshot_uri TEXT,
  -- JSON list of Source. Credentials are in table secret, never here.
  sources TEXT NOT NULL CHECK (json_valid(sources)),
  -- Camera clock minus hub clock when last asked, ms.
  clock_offset_ms REAL,
  -- Her word, on the picture, that it is her camera; without it nothing is shared.
  confirmed_at INTEGER,
  recording TEXT NOT NULL CHECK (recording IN ('off', 'continuous')),
  -- Footage older than this many days goes.
  record_days REAL NOT NULL CHECK (record_days >= 0),
  -- Footage beyond this many bytes goes, oldest first.
  record_bytes INTEGER NOT NULL CHECK (record_bytes >= 0),
  created_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;
-- One device, one owner.
CREATE UNIQUE INDEX camera_once ON camera (provider, native_id) WHERE removed_at IS NULL;
CREATE INDEX camera_by_owner ON camera (owner);

-- One closed file of footage. The row is written after the file is, and goes after the file has gone.
CREATE TABLE segment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  camera TEXT NOT NULL REFERENCES camera (id),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  -- Relative to the recordings folder.
  path TEXT NOT NULL UNIQUE,
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  -- Of the whole file as it was written, hex.
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  -- Being deleted: the file goes first, then the row.
  garbage INTEGER NOT NULL CHECK (garbage IN (0, 1)),
  CHECK (to_at >= from_at)
) STRICT;
CREATE INDEX segment_by_time ON segment (camera, from_at);
CREATE INDEX segment_garbage ON segment (id) WHERE garbage = 1;
`;
