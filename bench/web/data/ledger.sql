-- A ledger of :rows exports of :members members, of which :admins administer the server. What varies
-- varies by number. The member is created here; the tables were made before.
INSERT INTO user_roles (id, name, position, permissions, created_at, updated_at)
VALUES (3, 'Owner', 1000, 1, timestamp '2020-01-01', timestamp '2020-01-01');

INSERT INTO accounts (id, username, display_name, public_key, id_scheme, created_at, updated_at)
SELECT 100000 + n, 'member' || n, 'Member ' || n, 'KEY', 0, timestamp '2020-01-01', timestamp '2020-01-01'
FROM generate_series(1, :members) AS n;

INSERT INTO users (id, email, account_id, role_id, encrypted_password, confirmed_at, created_at, updated_at)
SELECT n, 'member' || n || '@bench.example', 100000 + n, CASE WHEN n <= :admins THEN 3 END, 'none',
  timestamp '2020-01-01', timestamp '2020-01-01', timestamp '2020-01-01'
FROM generate_series(1, :members) AS n;

-- Of a million exports most have expired; a hundred wait, five hundred are scheduled, ten run.
INSERT INTO howdah.exports (id, user_id, account_id, username, type, state, jid, requested_by,
  requested_at, runs_at, started_at, finished_at, mailed_at, heartbeat_at, size_bytes, attempts, error,
  error_class)
SELECT n, 1 + n % :members, 100001 + n % :members, 'member' || (1 + n % :members),
  CASE WHEN n / :members % 2 = 0 THEN 'backup' ELSE 'migration' END, state,
  lpad(to_hex(n), 24, '0'), 'member', now() - age,
  CASE WHEN state = 'scheduled' THEN now() + age END,
  CASE WHEN state NOT IN ('pending', 'scheduled') THEN now() - age + interval '1 minute' END,
  CASE WHEN state IN ('expired', 'done', 'failed') THEN now() - age + interval '3 minutes' END,
  CASE WHEN state IN ('expired', 'done', 'failed') THEN now() END,
  CASE WHEN state = 'running' THEN now() END,
  CASE WHEN state IN ('expired', 'done') THEN n * 1000::bigint END, 1,
  CASE WHEN state = 'failed' THEN 'No space left on device' END,
  CASE WHEN state = 'failed' THEN 'DiskFullError' END
FROM generate_series(1, :rows) AS n,
  LATERAL (SELECT CASE
      WHEN n <= 100 THEN 'pending'
      WHEN n <= 600 THEN 'scheduled'
      WHEN n <= 610 THEN 'running'
      WHEN n % 50 = 0 THEN 'failed'
      WHEN n % 40 = 0 THEN 'done'
      ELSE 'expired' END AS state,
    n * interval '30 seconds' AS age) AS chosen;
SELECT setval(pg_get_serial_sequence('howdah.exports', 'id'), :rows);

INSERT INTO howdah.export_attempts (export_id, number, started_at, finished_at, worker, outcome, error)
SELECT id, 1, started_at, finished_at, 'worker-1:1000', CASE state WHEN 'failed' THEN 'failed'
  WHEN 'running' THEN 'running' ELSE 'done' END, error
FROM howdah.exports WHERE started_at IS NOT NULL;
INSERT INTO howdah.export_events (export_id, at, actor, action)
SELECT id, requested_at, 'member', 'requested' FROM howdah.exports;
INSERT INTO howdah.audit (at, actor, action, target, reason)
SELECT now() - n * interval '1 minute', 'member' || (1 + n % :admins), 'export: retry', 'export ' || n,
  'The disk was full.'
FROM generate_series(:rows, 1, -1) AS n;

ANALYZE;
