/** The steps of what administrators see and do: the audit, operations, and the search for members. */

export const AUDIT_OF_LOOKS = `
ALTER TABLE howdah.audit
  ADD COLUMN page text,
  -- Everything that a line is about, by each of its names.
  ADD COLUMN subjects text[] NOT NULL DEFAULT '{}';
`

export const AUDIT_READING = `
-- What a line can be found by: its subjects, and the parts of 'export 1093 (@ada)'.
ALTER TABLE howdah.audit ADD COLUMN names text[] GENERATED ALWAYS AS
  (subjects || regexp_split_to_array(rtrim(coalesce(target, ''), ')'), ' \\(')) STORED;
CREATE INDEX audit_by_name ON howdah.audit USING gin (names);
CREATE INDEX audit_by_time ON howdah.audit (at DESC, id DESC);
CREATE INDEX audit_by_who ON howdah.audit (actor, at DESC, id DESC);
CREATE INDEX audit_by_action ON howdah.audit (action, at DESC, id DESC);
CREATE INDEX audit_of_failures ON howdah.audit (at DESC, id DESC) WHERE result <> 'done';
DROP INDEX howdah.audit_by_actor;
DROP INDEX howdah.audit_by_target;
`

/**
 * Which looks at what is another's were written a short while ago, for all processes. Lost with a crash of
 * PostgreSQL, after which a look is written once more: no log is kept of it.
 */
export const LOOKS = `
CREATE UNLOGGED TABLE howdah.looks (
  key text PRIMARY KEY,
  at timestamptz(3) NOT NULL
);
`

export const OPERATIONS = `
-- Something done to all exports that fit a filter, a slice at a time in the background.
CREATE TABLE howdah.operations (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  action     text NOT NULL CHECK (action IN ('retry', 'cancel', 'delete-file')),
  filter     jsonb NOT NULL,
  reason     text NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  ended_at   timestamptz(3),
  state      text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'aborted')),
  total      integer NOT NULL,
  looked     integer NOT NULL DEFAULT 0,
  changed    integer NOT NULL DEFAULT 0,
  -- The last export that was looked at, and the newest one that there was at the beginning.
  cursor     bigint NOT NULL DEFAULT 0,
  up_to      bigint NOT NULL,
  -- Which process works on it, and when it last said so.
  owner      text,
  beat_at    timestamptz(3),
  problem    text
);
CREATE INDEX operations_running ON howdah.operations (id) WHERE state = 'running';
`

/** A copy of what members are searched by, and an index of its pieces; see member-names.ts. */
export const MEMBER_NAMES = `
CREATE TABLE howdah.member_names (
  user_id bigint PRIMARY KEY,
  -- Name and address in small letters, with a space between.
  text    text COLLATE "C" NOT NULL
);
CREATE FUNCTION howdah.grams(text text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT substr(text, at, 3)), '{}')
  FROM generate_series(1, length(text) - 2) AS at $$;
CREATE INDEX member_names_by_gram ON howdah.member_names USING gin (howdah.grams(text));
CREATE TABLE howdah.member_names_state (
  only_one      boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  -- What Mastodon had at that moment is in the index; null: never made.
  done_at       timestamptz(3),
  up_to         bigint NOT NULL DEFAULT 0,
  claimed_until timestamptz(3)
);
INSERT INTO howdah.member_names_state DEFAULT VALUES;
`
