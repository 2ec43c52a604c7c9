export const oversightTables = `
-- What became of a viewing, beside what it was: whether every obligation was met (NULL: nobody knows), and what led to it.
ALTER TABLE viewing ADD COLUMN obligations_met INTEGER CHECK (obligations_met IN (0, 1));
-- The ask whose approval it used (R2), the emergency it was opened under (R3), or the written request it fetches for (R4).
ALTER TABLE viewing ADD COLUMN ask TEXT;
ALTER TABLE viewing ADD COLUMN emergency TEXT;
ALTER TABLE viewing ADD COLUMN request TEXT;
CREATE INDEX viewing_by_unit ON viewing (unit, opened_at) WHERE unit IS NOT NULL;

-- How often the gate said no to an officer about one camera, hour by hour: the owner reads counts, the log has every one.
CREATE TABLE refused_try (
  camera TEXT NOT NULL REFERENCES camera (id),
  person TEXT NOT NULL REFERENCES person (id),
  -- Beginning of the hour, ms UTC.
  hour INTEGER NOT NULL CHECK (hour % 3600000 = 0),
  owner TEXT NOT NULL,
  unit TEXT,
  unit_name TEXT,
  officer_no TEXT,
  tries INTEGER NOT NULL CHECK (tries > 0),
  last_at INTEGER NOT NULL,
  PRIMARY KEY (camera, person, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX refused_try_by_owner ON refused_try (owner, hour);
CREATE INDEX refused_try_by_person ON refused_try (person, hour);

-- The street an officer says he lives on, so that looking at his own neighbours can be noticed.
CREATE TABLE officer_street (
  person TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
  street TEXT NOT NULL CHECK (length(street) > 0),
  declared_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A pattern in how one officer looks, that somebody should look at. Names no household and no camera.
CREATE TABLE oversight_alert (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('no_progress', 'fixation', 'own_street', 'night_spike', 'several_households', 'area_scraping', 'returning')),
  person TEXT NOT NULL REFERENCES person (id),
  unit TEXT NOT NULL REFERENCES unit (id),
  officer_no TEXT NOT NULL,
  -- What it is about, as a hash: the same pattern is one alert, and the row by itself tells nobody which camera.
  subject TEXT NOT NULL CHECK (length(subject) = 64),
  -- Requests that make the pattern, and when the first and the last of them were made.
  acts INTEGER NOT NULL CHECK (acts > 0),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL CHECK (to_at >= from_at),
  -- Case numbers and purposes that were named, JSON lists.
  cases TEXT NOT NULL CHECK (json_valid(cases)),
  purposes TEXT NOT NULL CHECK (json_valid(purposes)),
  opened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX oversight_alert_by_person ON oversight_alert (person, kind, subject, opened_at);
CREATE INDEX oversight_alert_by_time ON oversight_alert (opened_at);

-- Who looked at an alert, and what she says about it: a unit's leader and the people's committee, each for themselves.
CREATE TABLE oversight_answer (
  alert TEXT NOT NULL REFERENCES oversight_alert (id),
  side TEXT NOT NULL CHECK (side IN ('leader', 'oversight')),
  by_person TEXT NOT NULL REFERENCES person (id),
  at INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  PRIMARY KEY (alert, side)
) STRICT, WITHOUT ROWID;

-- Which owner was told of which alert: once, and by nobody's leave but the hub's.
CREATE TABLE oversight_told (
  alert TEXT NOT NULL REFERENCES oversight_alert (id),
  -- An owner, or a person of a unit.
  told TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (alert, told)
) STRICT, WITHOUT ROWID;

-- The monthly letters that were announced, once each.
CREATE TABLE letter_told (
  owner TEXT NOT NULL REFERENCES owner (id),
  -- 2026-10
  month TEXT NOT NULL CHECK (length(month) = 7),
  at INTEGER NOT NULL,
  PRIMARY KEY (owner, month)
) STRICT, WITHOUT ROWID;
`;
