/** Small pictures of what was recorded, and the index by which a month of it is drawn. */
export const playbackTables = `
-- Everything a timeline needs of a file, so that its row is not read; garbage too, else SQLite looks it up in the row.
CREATE INDEX segment_spans ON segment (camera, role, from_at, to_at, origin, garbage) WHERE garbage = 0;

-- What began in each hour of UTC, so that a month is drawn from some hundred rows. The triggers keep it.
CREATE TABLE footage_hour (
  camera TEXT NOT NULL REFERENCES camera (id),
  role TEXT NOT NULL CHECK (role IN ('main', 'sub')),
  -- Hours since 1970.
  hour INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('recorded', 'outside')),
  files INTEGER NOT NULL CHECK (files > 0),
  -- Nothing is missing between the two, and all of it is of that origin. 0: not known, the files are looked at.
  whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
  PRIMARY KEY (camera, role, hour)
) STRICT, WITHOUT ROWID;
INSERT INTO footage_hour (camera, role, hour, from_at, to_at, origin, files, whole)
  SELECT camera, role, hour, min(from_at), max(to_at), 'recorded', count(*), min(follows) FROM (
    SELECT camera, role, from_at / 3600000 AS hour, from_at, to_at,
      coalesce(from_at - max(to_at) OVER (PARTITION BY camera, role, from_at / 3600000 ORDER BY from_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) <= 1000, 1) AS follows
    FROM segment INDEXED BY segment_spans WHERE garbage = 0
  ) GROUP BY camera, role, hour;
CREATE TRIGGER segment_in_hour AFTER INSERT ON segment WHEN NEW.garbage = 0 BEGIN
  INSERT INTO footage_hour (camera, role, hour, from_at, to_at, origin, files, whole) VALUES (NEW.camera, NEW.role, NEW.from_at / 3600000, NEW.from_at, NEW.to_at, NEW.origin, 1, 1)
  ON CONFLICT (camera, role, hour) DO UPDATE SET files = files + 1, from_at = min(from_at, excluded.from_at), to_at = max(to_at, excluded.to_at),
    whole = whole AND origin = excluded.origin AND excluded.from_at >= from_at AND excluded.from_at - to_at <= 1000;
END;
CREATE TRIGGER segment_out_of_hour AFTER UPDATE OF garbage ON segment WHEN OLD.garbage = 0 AND NEW.garbage = 1 BEGIN
  DELETE FROM footage_hour WHERE camera = OLD.camera AND role = OLD.role AND hour = OLD.from_at / 3600000 AND files = 1;
  UPDATE footage_hour SET files = files - 1, whole = 0 WHERE camera = OLD.camera AND role = OLD.role AND hour = OLD.from_at / 3600000 AND files > 1;
END;
CREATE TRIGGER segment_lost_of_hour AFTER DELETE ON segment WHEN OLD.garbage = 0 BEGIN
  DELETE FROM footage_hour WHERE camera = OLD.camera AND role = OLD.role AND hour = OLD.from_at / 3600000 AND files = 1;
  UPDATE footage_hour SET files = files - 1, whole = 0 WHERE camera = OLD.camera AND role = OLD.role AND hour = OLD.from_at / 3600000 AND files > 1;
END;

-- One JPEG of many small pictures, a place for each so many ms from from_at on; the file is dataDir/sheets/<camera>/<day>/<from_at>.jpg, its day in UTC.
CREATE TABLE footage_sheet (
  camera TEXT NOT NULL REFERENCES camera (id),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  every_ms INTEGER NOT NULL CHECK (every_ms > 0),
  columns INTEGER NOT NULL CHECK (columns > 0),
  rows INTEGER NOT NULL CHECK (rows > 0),
  width INTEGER NOT NULL CHECK (width > 0),
  height INTEGER NOT NULL CHECK (height > 0),
  -- A 1 for each place that holds a picture, a 0 for each that stayed grey.
  filled TEXT NOT NULL,
  -- Footage under it when it was made, ms: once there is less, it goes too.
  covered_ms INTEGER NOT NULL CHECK (covered_ms >= 0),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  made_at INTEGER NOT NULL,
  PRIMARY KEY (camera, from_at),
  CHECK (to_at > from_at)
) STRICT, WITHOUT ROWID;
`;
