/** Recorders outside the hub that hold past footage (ONVIF Profile G). */
export const outsideTables = `
-- Past footage being fetched from a camera's own memory, or its recorder. What was fetched lies with the rest, its origin named.
CREATE TABLE outside_fetch (
  id TEXT PRIMARY KEY,
  camera TEXT NOT NULL REFERENCES camera (id),
  owner TEXT NOT NULL REFERENCES owner (id),
  person TEXT NOT NULL REFERENCES person (id),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL CHECK (to_at > from_at),
  status TEXT NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- For people: what was filmed before is here.
  reached_at INTEGER NOT NULL,
  -- ms of footage that came.
  fetched_ms INTEGER NOT NULL CHECK (fetched_ms >= 0),
  -- An error code.
  error TEXT,
  created_at INTEGER NOT NULL,
  done_at INTEGER
) STRICT;
CREATE INDEX outside_fetch_by_camera ON outside_fetch (camera, created_at);
CREATE INDEX outside_fetch_to_do ON outside_fetch (created_at) WHERE status IN ('waiting', 'running');
`;
