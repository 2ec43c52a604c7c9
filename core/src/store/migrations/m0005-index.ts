/** The index of recordings: streams, runs, groups of pictures; disks; hubs that ran; what was deleted. */
export const indexTables = `
-- Each start of the hub.
CREATE TABLE hub_open (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  -- NULL: it still runs, or it was stopped suddenly.
  closed_at INTEGER
) STRICT;

-- ftyp and moov as they stand at the beginning of files, each kept once.
CREATE TABLE media_init (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  bytes BLOB NOT NULL
) STRICT;

ALTER TABLE segment ADD COLUMN role TEXT NOT NULL DEFAULT 'main' CHECK (role IN ('main', 'sub'));
-- From the hub's own recorder, or fetched from a recorder outside (ONVIF Profile G).
ALTER TABLE segment ADD COLUMN origin TEXT NOT NULL DEFAULT 'recorded' CHECK (origin IN ('recorded', 'outside'));
-- NULL in what follows: a file from before the index was kept; it is read from the file.
ALTER TABLE segment ADD COLUMN init INTEGER REFERENCES media_init (id);
-- The start of the hub that wrote or found it.
ALTER TABLE segment ADD COLUMN opened INTEGER REFERENCES hub_open (id);
-- When the unbroken run it is part of began, and how many files of it came before.
ALTER TABLE segment ADD COLUMN run_from INTEGER;
ALTER TABLE segment ADD COLUMN run_offset INTEGER;
-- Groups of pictures: times, offsets, sizes (recordings/group-index.ts).
ALTER TABLE segment ADD COLUMN groups BLOB;

-- Bytes and files kept by camera and disk. The triggers keep it, so that nobody adds up every row of a month.
CREATE TABLE footage_total (
  camera TEXT NOT NULL REFERENCES camera (id),
  disk TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  files INTEGER NOT NULL,
  PRIMARY KEY (camera, disk)
) STRICT, WITHOUT ROWID;
INSERT INTO footage_total (camera, disk, bytes, files) SELECT camera, 'main', sum(bytes), count(*) FROM segment WHERE garbage = 0 GROUP BY camera;
CREATE TRIGGER segment_counted AFTER INSERT ON segment WHEN NEW.garbage = 0 BEGIN
  INSERT INTO footage_total (camera, disk, bytes, files) VALUES (NEW.camera, CASE WHEN instr(NEW.path, ':') > 0 THEN substr(NEW.path, 1, instr(NEW.path, ':') - 1) ELSE 'main' END, NEW.bytes, 1)
  ON CONFLICT (camera, disk) DO UPDATE SET bytes = bytes + excluded.bytes, files = files + 1;
END;
CREATE TRIGGER segment_discarded AFTER UPDATE OF garbage ON segment WHEN OLD.garbage = 0 AND NEW.garbage = 1 BEGIN
  UPDATE footage_total SET bytes = bytes - OLD.bytes, files = files - 1 WHERE camera = OLD.camera AND disk = CASE WHEN instr(OLD.path, ':') > 0 THEN substr(OLD.path, 1, instr(OLD.path, ':') - 1) ELSE 'main' END;
END;
CREATE TRIGGER segment_forgotten AFTER DELETE ON segment WHEN OLD.garbage = 0 BEGIN
  UPDATE footage_total SET bytes = bytes - OLD.bytes, files = files - 1 WHERE camera = OLD.camera AND disk = CASE WHEN instr(OLD.path, ':') > 0 THEN substr(OLD.path, 1, instr(OLD.path, ':') - 1) ELSE 'main' END;
END;

-- Footage that was there once and is not any more, in unbroken stretches: the cause of such gaps.
CREATE TABLE footage_gone (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  camera TEXT NOT NULL REFERENCES camera (id),
  role TEXT NOT NULL CHECK (role IN ('main', 'sub')),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  cause TEXT NOT NULL CHECK (cause IN ('retention', 'removed', 'damaged')),
  CHECK (to_at > from_at)
) STRICT;
CREATE INDEX footage_gone_by_time ON footage_gone (camera, role, from_at);

-- Disks that hold recordings, by the id the configuration gives them.
CREATE TABLE recording_disk (
  id TEXT PRIMARY KEY NOT NULL,
  -- What stands in the file that marks the disk.
  marker TEXT NOT NULL,
  -- It was a file system of its own when it was taken: a folder without the mark is then a disk that is not there.
  own_filesystem INTEGER NOT NULL CHECK (own_filesystem IN (0, 1)),
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
