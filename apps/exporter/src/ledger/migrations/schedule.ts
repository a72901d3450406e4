/** The steps of the schedule: when exports run, in what order they are shown, and what is set about both. */

export const SCHEDULE = `
-- Whose turn it is: members who asked themselves ('own') do not wait behind those of a bulk request.
ALTER TABLE howdah.exports ADD COLUMN lane text NOT NULL DEFAULT 'own'
  CHECK (lane IN ('own', 'bulk'));
-- Why it does not start at once: the off-peak window, a chosen time, or its turn in a bulk request.
ALTER TABLE howdah.exports ADD COLUMN waits_for text
  CHECK (waits_for IN ('window', 'time', 'turn'));
-- Where its job lies when that is not the usual queue.
ALTER TABLE howdah.exports ADD COLUMN queue text;
ALTER TABLE howdah.exports ADD COLUMN estimated_bytes bigint;
-- Why an administrator asked; the member reads it.
ALTER TABLE howdah.exports ADD COLUMN reason text;

CREATE INDEX exports_waiting ON howdah.exports (id)
  WHERE state IN ('pending', 'scheduled', 'retrying');
CREATE INDEX exports_running ON howdah.exports (id) WHERE state = 'running';
CREATE INDEX exports_by_success ON howdah.exports (type, finished_at DESC)
  WHERE state IN ('done', 'expired');
CREATE INDEX exports_by_end ON howdah.exports (finished_at)
  WHERE state IN ('failed', 'cancelled', 'expired');
CREATE INDEX exports_by_size ON howdah.exports (coalesce(size_bytes, -1) DESC, id DESC);
CREATE INDEX exports_by_time ON howdah.exports (coalesce(runs_at, requested_at), id);
CREATE INDEX exports_untold ON howdah.exports (finished_at)
  WHERE mailed_at IS NULL AND state IN ('done', 'failed');

CREATE TABLE howdah.settings (
  name       text PRIMARY KEY,
  value      integer NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE howdah.member_choices (
  user_id    bigint PRIMARY KEY,
  mail       boolean NOT NULL DEFAULT true,
  changed_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE howdah.recurring_exports (
  user_id        bigint NOT NULL,
  type           text NOT NULL CHECK (type IN ('backup', 'migration')),
  every_months   integer NOT NULL CHECK (every_months IN (1, 2, 6)),
  anchor_at      timestamptz(3) NOT NULL,
  next_at        timestamptz(3),
  claimed_until  timestamptz(3),
  last_export_id bigint,
  failures       integer NOT NULL DEFAULT 0,
  ended_reason   text,
  PRIMARY KEY (user_id, type)
);
CREATE INDEX recurring_exports_due ON howdah.recurring_exports (next_at)
  WHERE next_at IS NOT NULL;

-- What people did: kept when the exports themselves are forgotten, and never changed.
CREATE TABLE howdah.audit (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at     timestamptz(3) NOT NULL DEFAULT now(),
  actor  text NOT NULL,
  action text NOT NULL,
  target text,
  reason text,
  result text NOT NULL DEFAULT 'done',
  detail text
);
CREATE INDEX audit_by_actor ON howdah.audit (actor, id DESC);
CREATE INDEX audit_by_target ON howdah.audit (target, id DESC);
CREATE FUNCTION howdah.refuse_change() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'howdah.audit can only be added to'; END $$;
CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON howdah.audit
  FOR EACH STATEMENT EXECUTE FUNCTION howdah.refuse_change();
INSERT INTO howdah.audit (at, actor, action, detail)
  SELECT at, actor, action, detail FROM howdah.export_events WHERE export_id IS NULL ORDER BY id;
DELETE FROM howdah.export_events WHERE export_id IS NULL;
`

/** For a role named howdah the schema comes before Mastodon's, which has a table of that name. */
export const SERVER_SETTINGS = `
ALTER TABLE howdah.settings RENAME TO server_settings;
`

/** A ledger of a million ended exports must not slow down the sight of those that wait. */
export const SCHEDULE_INDEXES = `
CREATE INDEX exports_due ON howdah.exports (coalesce(runs_at, requested_at), id)
  WHERE state IN ('pending', 'scheduled', 'retrying');
CREATE INDEX exports_by_username ON howdah.exports (username text_pattern_ops);
`

export const ACTIVE_BY_ID = `
-- What the reconciler walks over every minute, beside a million exports that have ended.
CREATE INDEX exports_active ON howdah.exports (id)
  WHERE state IN ('pending', 'scheduled', 'running', 'retrying', 'stuck');
`

/**
 * The place in the schedule as one number that grows: milliseconds for what is active; for what has
 * ended mirrored at a point in a far future, so that the newest comes first.
 */
export const SCHEDULE_ORDER = `
CREATE FUNCTION howdah.schedule_place(state text, runs timestamptz, ended timestamptz)
  RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN state IN ('pending', 'scheduled', 'running', 'retrying', 'stuck')
      THEN (extract(epoch FROM runs AT TIME ZONE 'UTC') * 1000)::bigint
      ELSE 1000000000000000 - (extract(epoch FROM ended AT TIME ZONE 'UTC') * 1000)::bigint END $$;
CREATE INDEX exports_by_place ON howdah.exports (
  howdah.schedule_place(state, coalesce(runs_at, requested_at), coalesce(finished_at, requested_at)), id);
CREATE INDEX exports_waiting_by_place ON howdah.exports (
  howdah.schedule_place(state, coalesce(runs_at, requested_at), coalesce(finished_at, requested_at)), id)
  WHERE state IN ('pending', 'scheduled', 'retrying');
CREATE INDEX exports_by_tries ON howdah.exports (attempts DESC, id DESC);
DROP INDEX howdah.exports_due;
DROP INDEX howdah.exports_by_time;
`

export const ENDED_INDEX = `
-- What ended lately, for the page of numbers, beside a million exports that ended long ago.
CREATE INDEX exports_ended ON howdah.exports (finished_at) WHERE finished_at IS NOT NULL;
`

/** For a filter: the next ones of one state, and how many of each state were asked for since a day. */
export const STATE_INDEXES = `
CREATE INDEX exports_by_state_and_place ON howdah.exports (state,
  howdah.schedule_place(state, coalesce(runs_at, requested_at), coalesce(finished_at, requested_at)), id);
CREATE INDEX exports_by_state_and_request ON howdah.exports (state, requested_at DESC, type);
DROP INDEX howdah.exports_by_state;
`

/** Exports of the rare type, among which those of the other one would have to be passed over. */
export const TYPE_INDEX = `
CREATE INDEX exports_by_type_and_place ON howdah.exports (type,
  howdah.schedule_place(state, coalesce(runs_at, requested_at), coalesce(finished_at, requested_at)), id);
`

/**
 * With `+ 0` the place is another expression: what asks for the order within a state or type can be answered
 * by these indexes alone. PostgreSQL would rather walk over the whole schedule, and would pass over a hundred
 * thousand exports where those that it looks for are the oldest.
 */
export const WITHIN_INDEXES = `
DROP INDEX howdah.exports_by_state_and_place;
DROP INDEX howdah.exports_by_type_and_place;
CREATE INDEX exports_by_state_and_place ON howdah.exports (state, (howdah.schedule_place(state,
  coalesce(runs_at, requested_at), coalesce(finished_at, requested_at)) + 0), id);
CREATE INDEX exports_by_type_and_place ON howdah.exports (type, (howdah.schedule_place(state,
  coalesce(runs_at, requested_at), coalesce(finished_at, requested_at)) + 0), id);
`
