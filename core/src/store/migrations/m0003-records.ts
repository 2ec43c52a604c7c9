export const recordTables = `
-- What a person said about the processing of her own data (ISO/IEC TS 27560). A change is a new event; the newest one counts.
CREATE TABLE consent_record (
  id TEXT NOT NULL,
  -- Events of one record, from 1, without gaps.
  event INTEGER NOT NULL CHECK (event > 0),
  person TEXT NOT NULL REFERENCES person (id),
  -- W3C DPV consent status; valid only ConsentGiven and RenewedConsentGiven.
  state TEXT NOT NULL CHECK (state IN ('ConsentGiven', 'RenewedConsentGiven', 'ConsentWithdrawn')),
  at INTEGER NOT NULL,
  -- Who did it: herself.
  by_person TEXT NOT NULL REFERENCES person (id),
  method TEXT NOT NULL CHECK (method IN ('set-up', 'invitation', 'settings')),
  -- The notice she read: version, language and SHA-256 of its words, hex.
  notice_version TEXT NOT NULL,
  notice_language TEXT NOT NULL CHECK (notice_language IN ('vi', 'en')),
  notice_sha256 TEXT NOT NULL CHECK (length(notice_sha256) = 64),
  PRIMARY KEY (id, event)
) STRICT;
CREATE INDEX consent_record_by_person ON consent_record (person, event);
CREATE TRIGGER consent_record_stays BEFORE UPDATE ON consent_record BEGIN SELECT RAISE(ABORT, 'a consent record is append-only'); END;

-- A sign that says there is a camera. Its code leads to a public page; ended ones lead nowhere.
CREATE TABLE notice_sign (
  -- 128 random bits, base64url: nobody finds a sign without standing before it.
  code TEXT PRIMARY KEY CHECK (length(code) >= 20),
  owner TEXT NOT NULL REFERENCES owner (id),
  -- NULL: all cameras of the house.
  camera TEXT REFERENCES camera (id),
  -- Whom the sign names, as she chose to print it.
  responsible TEXT NOT NULL CHECK (length(responsible) > 0),
  -- Telephone, e-mail or door, as she chose to print it.
  contact TEXT NOT NULL CHECK (length(contact) > 0),
  -- JSON list of SignPurpose.
  purposes TEXT NOT NULL CHECK (json_valid(purposes)),
  made_by TEXT NOT NULL REFERENCES person (id),
  made_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX notice_sign_by_owner ON notice_sign (owner, made_at);

-- What somebody who stood before a sign wrote: please mask my window, or a complaint.
CREATE TABLE sign_message (
  id TEXT PRIMARY KEY,
  sign TEXT NOT NULL REFERENCES notice_sign (code),
  owner TEXT NOT NULL REFERENCES owner (id),
  kind TEXT NOT NULL CHECK (kind IN ('mask', 'complaint')),
  words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 1000),
  -- How to answer, if the writer wants an answer.
  reply_to TEXT CHECK (length(reply_to) <= 200),
  at INTEGER NOT NULL,
  closed_by TEXT REFERENCES person (id),
  closed_at INTEGER,
  CHECK ((closed_at IS NULL) = (closed_by IS NULL))
) STRICT;
CREATE INDEX sign_message_by_owner ON sign_message (owner, at);

-- A house that leaves the programme: a job of steps, taken up again where a stop left it.
CREATE TABLE leaving (
  id TEXT PRIMARY KEY,
  -- SHA-256 of the code that opens the receipt without an account, hex.
  code_hash TEXT NOT NULL UNIQUE CHECK (length(code_hash) = 64),
  owner TEXT NOT NULL UNIQUE REFERENCES owner (id),
  person TEXT NOT NULL REFERENCES person (id),
  -- The next step to take; 'done' when there is none.
  step TEXT NOT NULL,
  -- JSON LeavingFigures: counts of what went. No name.
  figures TEXT NOT NULL CHECK (json_valid(figures)),
  started_at INTEGER NOT NULL,
  done_at INTEGER,
  CHECK ((done_at IS NOT NULL) = (step = 'done'))
) STRICT;

-- A unit is asked to destroy what it still holds of a house that left.
CREATE TABLE purge_request (
  id TEXT PRIMARY KEY,
  leaving TEXT NOT NULL REFERENCES leaving (id),
  unit TEXT NOT NULL REFERENCES unit (id),
  -- JSON PurgeItem[]: case numbers and times by which the unit finds it; emptied once acknowledged.
  items TEXT NOT NULL CHECK (json_valid(items)),
  made_at INTEGER NOT NULL,
  acknowledged_by TEXT REFERENCES person (id),
  acknowledged_at INTEGER,
  UNIQUE (leaving, unit),
  CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL))
) STRICT;
CREATE INDEX purge_request_by_unit ON purge_request (unit, made_at);
`;
