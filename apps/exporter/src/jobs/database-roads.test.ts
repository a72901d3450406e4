/** Archives whose rows come through PgBouncer, or from a replica that is behind. */
import { silentLogger } from '@howdah/engine'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readConfig } from '../config/read-config.ts'
import { findCheck } from '../doctor/checks.ts'
import { en } from '../doctor/words/en.ts'
import type { Finding } from '../doctor/check.ts'
import type { Member } from '../mastodon/members.ts'
import { openServices, prepareServices, type Services } from '../services.ts'
import { startExportHome, type ExportHome } from '../testing/export-home.ts'
import { hasPgBouncer, startPgBouncer } from '../testing/pgbouncer.ts'
import { findServerPrograms } from '../testing/postgres-cluster.ts'
import { startStandby, type Standby } from '../testing/standby.ts'
import { newLauncher } from '../testing/launcher.ts'
import { readingDatabase } from './reading-database.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const hasServer = findServerPrograms() !== null

let home: ExportHome
let members: Member[]
beforeAll(async () => {
  home = await startExportHome()
  members = []
  for (const name of ['ada', 'bob', 'cyd']) {
    members.push(await home.addMember(name, { posts: 1_200, media: 1 }))
  }
})
afterAll(() => home.stop())

const servicesWith = (change: Record<string, string>): Services =>
  prepareServices(readConfig({ ...home.env, ...change }), silentLogger)

async function look(name: string, services: Services): Promise<Finding> {
  const finding = await findCheck(name)?.look({ ...services, now: new Date() })
  if (finding === undefined) throw new Error(`no check ${name}`)
  return finding
}

test.skipIf(!hasServer || !hasPgBouncer())(
  'PgBouncer in transaction mode carries whole exports, several at once, over two connections',
  async () => {
    const bouncer = await startPgBouncer(home.env['DATABASE_URL'] ?? '')
    const wrong = servicesWith({ DATABASE_URL: bouncer.url })
    expect(await look('database-reachable', wrong)).toMatchObject({
      state: 'error',
      remedy: { setting: 'PREPARED_STATEMENTS=false' },
    })
    await wrong.close()
    const env = { ...home.env, DATABASE_URL: bouncer.url, PREPARED_STATEMENTS: 'false' }
    const services = await openServices(readConfig(env), silentLogger)
    expect(await look('database-reachable', services)).toMatchObject({ state: 'ok' })
    const launcher = newLauncher(services, { concurrency: 3 })
    await launcher.start()
    for (const member of members) await services.exports.request(member, 'backup', 'root')
    await expect
      .poll(async () => (await home.services.ledger.list()).counts.done, { timeout: 90_000 })
      .toBe(3)
    await launcher.stop()
    await services.close()
    await bouncer.stop()
  },
)

test.skipIf(!hasServer)(
  'a replica is read once it has what the run began with, else the database itself',
  async () => {
    await home.reset()
    const standby: Standby = await startStandby(home.env['DATABASE_URL'] ?? '')
    const services = servicesWith({ REPLICA_DATABASE_URL: standby.url })
    const { replica, ledger, db } = services
    if (replica === null) throw new Error('no replica')
    const begin = async (member: Member | undefined) => {
      if (member === undefined) throw new Error('no member')
      const result = await home.services.exports.request(member, 'backup', 'root')
      const id = result.kind === 'accepted' ? result.export.id : '0'
      const run = await ledger.start(id, { jid: null, attempt: 1, worker: 'test:1' })
      if (run === null) throw new Error('not started')
      return run
    }
    expect(await readingDatabase(services, await begin(members[0]))).toBe(replica)
    const isReplica = sql<{ yes: boolean }>`SELECT pg_is_in_recovery() AS yes`
    expect((await isReplica.execute(replica)).rows).toEqual([{ yes: true }])
    expect(await look('database-replica', services)).toMatchObject({ state: 'ok' })

    const pause = servicesWith({ DATABASE_URL: standby.url })
    await sql`SELECT pg_wal_replay_pause()`.execute(pause.db)
    expect(await readingDatabase(services, await begin(members[1]))).toBe(db)
    await sql`SELECT pg_wal_replay_resume()`.execute(pause.db)
    await pause.close()
    expect(await readingDatabase(services, await begin(members[2]))).toBe(replica)

    standby.stop()
    expect(await look('database-replica', services)).toMatchObject({ state: 'warning' })
    // What still holds the replica reads on, from the database itself.
    await expect
      .poll(
        () =>
          isReplica.execute(replica).then(
            ({ rows }) => rows,
            () => [],
          ),
        { timeout: 30_000 },
      )
      .toEqual([{ yes: false }])
    const noReplica = servicesWith({ REPLICA_DATABASE_URL: home.env['DATABASE_URL'] ?? '' })
    const finding = await look('database-replica', noReplica)
    expect(finding.state).toBe('warning')
    expect(finding.found(en)).toContain('no replica')
    await services.close()
  },
)
