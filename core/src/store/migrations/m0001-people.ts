export const peopleTables = `
-- Somebody who can sign in. Never deleted, only disabled: the ledger names people.
CREATE TABLE person (
  id TEXT PRIMARY KEY,
  -- Folded before it is stored: NFC, trimmed, lower case.
  login TEXT NOT NULL UNIQUE CHECK (length(login) > 0),
  name TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('vi', 'en')),
  -- argon2id as a PHC string; null while only passkeys are used.
  password TEXT,
  -- The one who runs the machine. Sees no picture by this.
  operator INTEGER NOT NULL CHECK (operator IN (0, 1)),
  created_at INTEGER NOT NULL,
  disabled_at INTEGER
) STRICT;

-- A WebAuthn credential.
CREATE TABLE passkey (
  -- Credential id, base64url.
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  -- COSE key.
  public_key BLOB NOT NULL,
  -- Signature counter: going back means a copied authenticator.
  counter INTEGER NOT NULL CHECK (counter >= 0),
  -- JSON list, as the browser gave it.
  transports TEXT NOT NULL CHECK (json_valid(transports)),
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX passkey_by_person ON passkey (person);

-- One sign-in of one person in one browser.
CREATE TABLE session (
  id TEXT PRIMARY KEY,
  -- SHA-256 of the 256-bit token, hex: a stolen database opens no session.
  token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  -- Last time the person proved who she is; what widens access needs it recent.
  proved_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_at INTEGER,
  user_agent TEXT NOT NULL,
  address TEXT NOT NULL
) STRICT;
CREATE INDEX session_by_person ON session (person);
CREATE INDEX session_by_end ON session (expires_at);

-- Wrong sign-ins in a row, for slowing down who guesses.
CREATE TABLE login_failure (
  -- 'login:<login>' or 'address:<ip>'.
  key TEXT PRIMARY KEY,
  count INTEGER NOT NULL CHECK (count > 0),
  first_at INTEGER NOT NULL,
  locked_until INTEGER
) STRICT, WITHOUT ROWID;

-- A household or a business. Owns cameras; alone decides about them.
CREATE TABLE owner (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('household', 'business')),
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Who belongs to an owner. Leaving ends the row; coming back is a new one.
CREATE TABLE member (
  owner TEXT NOT NULL REFERENCES owner (id),
  person TEXT NOT NULL REFERENCES person (id),
  role TEXT NOT NULL CHECK (role IN ('owner', 'co_owner', 'manager', 'viewer')),
  since INTEGER NOT NULL,
  ended_at INTEGER CHECK (ended_at >= since)
) STRICT;
CREATE UNIQUE INDEX member_once ON member (owner, person) WHERE ended_at IS NULL;
CREATE INDEX member_by_person ON member (person);

-- The ward police, the people's committee, or the grassroots security force.
CREATE TABLE unit (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('ward_police', 'peoples_committee', 'grassroots')),
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Who serves in a unit, under the number that owners see.
CREATE TABLE officer (
  unit TEXT NOT NULL REFERENCES unit (id),
  person TEXT NOT NULL REFERENCES person (id),
  role TEXT NOT NULL CHECK (role IN ('duty_officer', 'investigator', 'unit_leader')),
  officer_no TEXT NOT NULL CHECK (length(officer_no) > 0),
  since INTEGER NOT NULL,
  ended_at INTEGER CHECK (ended_at >= since)
) STRICT;
CREATE UNIQUE INDEX officer_once ON officer (unit, person) WHERE ended_at IS NULL;
CREATE INDEX officer_by_person ON officer (person);

-- A one-time way in for a person who has no account yet.
CREATE TABLE invitation (
  id TEXT PRIMARY KEY,
  -- SHA-256 of the token in the link, hex.
  token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  kind TEXT NOT NULL CHECK (kind IN ('member', 'officer', 'owner')),
  owner TEXT REFERENCES owner (id),
  unit TEXT REFERENCES unit (id),
  -- A member's or an officer's role, by kind.
  role TEXT NOT NULL,
  officer_no TEXT,
  -- Name and kind of the owner to be made, JSON.
  about TEXT CHECK (about IS NULL OR json_valid(about)),
  created_by TEXT NOT NULL REFERENCES person (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL CHECK (expires_at > created_at),
  used_at INTEGER,
  used_by TEXT REFERENCES person (id),
  CHECK ((used_at IS NULL) = (used_by IS NULL)),
  CHECK (kind <> 'member' OR owner IS NOT NULL),
  CHECK (kind <> 'officer' OR unit IS NOT NULL)
) STRICT;
CREATE INDEX invitation_by_owner ON invitation (owner);
CREATE INDEX invitation_by_unit ON invitation (unit);
`;
