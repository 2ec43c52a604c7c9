/** When a camera is recorded, what happened before it, and why there is nothing. */
export const recordingTables = `
-- With recording on: only around events, by the hours of the week, with so much before and after.
ALTER TABLE camera ADD COLUMN record_events INTEGER NOT NULL DEFAULT 0 CHECK (record_events IN (0, 1));
-- JSON, RecordingHours; NULL: always.
ALTER TABLE camera ADD COLUMN record_hours TEXT CHECK (record_hours IS NULL OR json_valid(record_hours));
ALTER TABLE camera ADD COLUMN record_pre_ms INTEGER NOT NULL DEFAULT 5000 CHECK (record_pre_ms BETWEEN 0 AND 60000);
ALTER TABLE camera ADD COLUMN record_post_ms INTEGER NOT NULL DEFAULT 15000 CHECK (record_post_ms BETWEEN 0 AND 300000);
-- The smaller stream is kept beside the main one.
ALTER TABLE camera ADD COLUMN record_sub INTEGER NOT NULL DEFAULT 0 CHECK (record_sub IN (0, 1));

-- Something a camera saw or was told of; half-open, to_at NULL while it lasts.
CREATE TABLE camera_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  camera TEXT NOT NULL REFERENCES camera (id),
  kind TEXT NOT NULL CHECK (kind IN ('motion')),
  from_at INTEGER NOT NULL,
  to_at INTEGER,
  CHECK (to_at IS NULL OR to_at >= from_at)
) STRICT;
CREATE INDEX camera_event_by_time ON camera_event (camera, from_at);

-- What a recorder did from this moment on, one row a change: the cause of every gap.
CREATE TABLE recorder_state (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  camera TEXT NOT NULL REFERENCES camera (id),
  role TEXT NOT NULL CHECK (role IN ('main', 'sub')),
  at INTEGER NOT NULL,
  -- RecorderWord.
  state TEXT NOT NULL
) STRICT;
CREATE INDEX recorder_state_by_time ON recorder_state (camera, role, at);
`;
