export const runningTables = `
-- Footage being written to files for somebody who may have it.
CREATE TABLE export_job (
  id TEXT PRIMARY KEY,
  camera TEXT NOT NULL REFERENCES camera (id),
  owner TEXT NOT NULL REFERENCES owner (id),
  person TEXT NOT NULL REFERENCES person (id),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL CHECK (to_at > from_at),
  -- A ClipExporter's format, 'mp4'.
  format TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- 0 to 1.
  progress REAL NOT NULL CHECK (progress BETWEEN 0 AND 1),
  -- JSON list of ExportedFile.
  files TEXT NOT NULL CHECK (json_valid(files)),
  -- An error code.
  error TEXT,
  -- The ledger entry under which it ran; null before it starts.
  viewing TEXT,
  created_at INTEGER NOT NULL,
  done_at INTEGER
) STRICT;
CREATE INDEX export_by_person ON export_job (person, created_at);
CREATE INDEX export_by_owner ON export_job (owner, created_at);
CREATE INDEX export_to_do ON export_job (created_at) WHERE status IN ('waiting', 'running');

-- Something one person should know. Never holds a picture.
CREATE TABLE notice (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  -- NoticeKind.
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  title_vi TEXT NOT NULL,
  title_en TEXT NOT NULL,
  body_vi TEXT NOT NULL,
  body_en TEXT NOT NULL,
  -- Path in the hub's own pages.
  link TEXT,
  read_at INTEGER
) STRICT;
CREATE INDEX notice_by_person ON notice (person, at);

-- A notice on its way through one channel; survives a restart.
CREATE TABLE notice_delivery (
  notice TEXT NOT NULL REFERENCES notice (id) ON DELETE CASCADE,
  channel TEXT NOT NULL,
  tries INTEGER NOT NULL CHECK (tries >= 0),
  -- Null: no further try.
  next_at INTEGER,
  done_at INTEGER,
  -- What the last try said; never the address.
  error TEXT,
  PRIMARY KEY (notice, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_delivery_due ON notice_delivery (next_at) WHERE done_at IS NULL AND next_at IS NOT NULL;

-- Where a person wants to be reached, by channel.
CREATE TABLE notice_address (
  person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  PRIMARY KEY (person, channel)
) STRICT, WITHOUT ROWID;

-- A plugin's settings.
CREATE TABLE plugin (
  id TEXT PRIMARY KEY,
  -- JSON, without the fields marked secret: those are in table secret.
  config TEXT NOT NULL CHECK (json_valid(config)),
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  updated_at INTEGER NOT NULL
) STRICT;

-- A plugin's own small values. No plugin sees another's.
CREATE TABLE plugin_value (
  plugin TEXT NOT NULL,
  name TEXT NOT NULL,
  -- JSON, at most 64 KiB.
  value TEXT NOT NULL CHECK (json_valid(value) AND length(CAST(value AS BLOB)) <= 65536),
  PRIMARY KEY (plugin, name)
) STRICT;

-- Credentials, encrypted with AES-256-GCM under the vault's key, which is in a file of its own.
CREATE TABLE secret (
  -- 'camera/<id>/credentials', 'plugin/<id>/<field>'. Authenticated: a row renamed does not open.
  name TEXT PRIMARY KEY,
  -- 96 bits, new each time.
  nonce BLOB NOT NULL CHECK (length(nonce) = 12),
  -- Ciphertext and its 16-byte tag.
  sealed BLOB NOT NULL CHECK (length(sealed) >= 16)
) STRICT;

-- The hub's own values: its name, its id.
CREATE TABLE hub_value (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
