/** The steps of signing in: sessions, links and the keys that processes share. */

export const CREATE_SESSIONS = `
CREATE TABLE howdah.sessions (
  id_hash    text PRIMARY KEY,
  user_id    bigint NOT NULL,
  credential text NOT NULL,
  address    text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  used_at    timestamptz(3) NOT NULL
);
CREATE INDEX sessions_by_use ON howdah.sessions (used_at);
CREATE INDEX sessions_by_user ON howdah.sessions (user_id);

CREATE TABLE howdah.log_in_failures (
  subject       text PRIMARY KEY,
  failures      integer NOT NULL,
  last_at       timestamptz(3) NOT NULL,
  blocked_until timestamptz(3)
);
`

export const SIGN_IN = `
-- What the role allowed at sign-in, as bits; null: whatever the role allows at the moment.
ALTER TABLE howdah.sessions ADD COLUMN permissions bigint;

CREATE TABLE howdah.oauth_applications (
  instance_url  text NOT NULL,
  redirect_uri  text NOT NULL,
  client_id     text NOT NULL,
  client_secret text NOT NULL,
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (instance_url, redirect_uri)
);

-- Keys that all processes share; each is made by the first one that needs it.
CREATE TABLE howdah.secrets (
  name  text PRIMARY KEY,
  value text NOT NULL
);

CREATE TABLE howdah.sign_in_links (
  token_hash text PRIMARY KEY,
  user_id    bigint NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  used_at    timestamptz(3)
);
CREATE INDEX sign_in_links_by_user ON howdah.sign_in_links (user_id);
`

export const SESSION_FACTS = `
ALTER TABLE howdah.sessions
  -- The name under which it is listed; its hash changes when its owner proves who they are.
  ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  ADD COLUMN method text NOT NULL DEFAULT 'password'
    CHECK (method IN ('password', 'oauth', 'link')),
  ADD COLUMN user_agent text NOT NULL DEFAULT '',
  -- When the owner last proved who they are; null: not since the session began.
  ADD COLUMN proven_at timestamptz(3),
  -- What waits for the proof, to be done right after it.
  ADD COLUMN waiting_act jsonb,
  -- Exports whose download began after a proof and may go on.
  ADD COLUMN downloads bigint[] NOT NULL DEFAULT '{}';
`
