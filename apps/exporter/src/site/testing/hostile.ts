/** A server on which everything that others write tries to become markup, or a script. */
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { PEOPLE, type SiteWorld } from './site-world.ts'

/** Breaks out of an attribute, of a `pre` and of a script, and then runs in three ways. */
export const HOSTILE =
  '"><img src=x onerror="window.ran=1"></pre></textarea></script><script>window.ran=1</script>' +
  "<svg onload=window.ran=1>'`${1}"

const ADDRESS = '"><img/src=x/onerror=window.ran=1>"@example.social'
const JID = 'bad0bad0bad0bad0bad0bad0'

/** Names, roles, errors, reasons, files, hosts, queues, mails, sessions and audit; the ids of exports. */
export async function seedHostile(world: SiteWorld): Promise<readonly string[]> {
  const { db, redis, deps } = world
  await sql`UPDATE accounts SET username = ${HOSTILE} WHERE id = ${`${PEOPLE.ada.userId}00`}`.execute(
    db,
  )
  await sql`UPDATE users SET email = ${ADDRESS}, locale = ${HOSTILE} WHERE id = ${PEOPLE.ada.userId}`.execute(
    db,
  )
  await sql`UPDATE user_roles SET name = ${HOSTILE} WHERE id = 1`.execute(db)
  await sql`UPDATE howdah.sessions SET user_agent = ${HOSTILE}, address = ${HOSTILE}`.execute(db)
  const ids: string[] = []
  for (const state of ['failed', 'done', 'retrying', 'cancelled'])
    ids.push(await insertExport(world, state))
  await sql`INSERT INTO howdah.audit (actor, action, target, reason, result, detail, page, subjects)
    VALUES (${HOSTILE}, ${HOSTILE}, ${HOSTILE}, ${HOSTILE}, ${HOSTILE}, ${HOSTILE}, ${HOSTILE}, ${[HOSTILE]}::text[]),
      ('admin', 'looked', NULL, NULL, 'done', NULL, ${HOSTILE}, '{}')`.execute(db)
  await deps.mailer.send({ to: 'a@example.social', subject: HOSTILE, text: HOSTILE, html: HOSTILE })
  const job = JSON.stringify({
    class: HOSTILE,
    jid: JID,
    queue: HOSTILE,
    args: [{ user_id: Number(PEOPLE.ada.userId), type: 'backup', note: HOSTILE }],
    error_class: HOSTILE,
    error_message: HOSTILE,
    error_backtrace: [HOSTILE],
    tags: [HOSTILE],
    retry_count: 1,
  })
  await redis.call('SADD', 'queues', 'export', HOSTILE)
  for (const queue of ['export', HOSTILE]) await redis.call('LPUSH', `queue:${queue}`, job, job)
  for (const set of ['retry', 'schedule', 'dead']) await redis.call('ZADD', set, 4_000_000_000, job)
  const info = JSON.stringify({
    hostname: HOSTILE,
    tag: HOSTILE,
    labels: [HOSTILE],
    queues: [HOSTILE],
    pid: 1,
  })
  await redis.call('SADD', 'processes', HOSTILE)
  await redis.call('HSET', HOSTILE, 'info', info, 'beat', Date.now() / 1_000, 'busy', 1)
  await redis.call(
    'HSET',
    `${HOSTILE}:work`,
    HOSTILE,
    JSON.stringify({ queue: HOSTILE, payload: job, run_at: 1 }),
  )
  return ids
}

async function insertExport({ db }: SiteWorld, state: string): Promise<string> {
  const { rows } = await sql<{
    id: string
  }>`INSERT INTO howdah.exports (user_id, account_id, username, type,
      state, requested_by, reason, jid, queue, runs_at, started_at, finished_at, expires_at, attempts, size_bytes,
      file_name, sha256, error, error_class, progress_stage, progress_done, progress_total, missing_files,
      missing_file_names, missing_file_reasons)
    VALUES (${PEOPLE.ada.userId}, ${`${PEOPLE.ada.userId}00`}, ${HOSTILE}, 'backup', ${state}, ${HOSTILE}, ${HOSTILE},
      ${state === 'retrying' ? JID : null}, ${HOSTILE}, now() + interval '1 hour', now(), now(),
      now() + interval '1 day', 1, 5000, ${HOSTILE}, ${HOSTILE}, ${HOSTILE}, ${HOSTILE}, ${HOSTILE}, 1, 2, 1,
      ${[HOSTILE]}::text[], ${[HOSTILE]}::text[])
    RETURNING id`.execute(db)
  const id = rows[0]?.id ?? ''
  await sql`INSERT INTO howdah.export_attempts (export_id, number, stage, worker, error_class, error, backtrace,
      outcome, finished_at)
    VALUES (${id}, 1, ${HOSTILE}, ${HOSTILE}, ${HOSTILE}, ${HOSTILE}, ${[HOSTILE]}::text[], 'failed', now())`.execute(
    db,
  )
  await sql`INSERT INTO howdah.export_events (export_id, actor, action, detail)
    VALUES (${id}, ${HOSTILE}, ${HOSTILE}, ${HOSTILE})`.execute(db)
  return id
}

// A text, because these files are checked without the browser's types.
const LOOK = `(() => {
  const elements = [...document.querySelectorAll('*')]
  const addresses = elements
    .flatMap((element) => ['href', 'src', 'action', 'formaction'].map((name) => element.getAttribute(name)))
    .filter((address) => /^\\s*(?:javascript|data|vbscript):/i.test(address ?? ''))
  const handlers = elements.flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith('on')))
  const scripts = [...document.scripts].filter((one) => one.src === '').map((one) => one.outerHTML)
  const images = [...document.images].map((one) => one.outerHTML)
  return [...handlers, ...addresses, ...scripts, ...images, ...('ran' in window ? ['it ran'] : [])]
})()`

/** What only hostile text can have brought into a page; none where all is well. */
export function harmIn(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(LOOK)
}
