/** Can the database be asked, is everything there, and may we? */
import { describeServer, readServer } from '../../mastodon/releases/server.ts'
import { missingGrants } from '../../mastodon/rights.ts'
import { missingMigrations } from '../../ledger/migrations.ts'
import { connectDatabase } from '../../database.ts'
import { reasonOf } from '../../start-error.ts'
import {
  asSaid,
  command,
  failure,
  ok,
  remedyForUntrusted,
  setting,
  warning,
  type Check,
  type Finding,
  type Patient,
} from '../check.ts'
import {
  longTransactions,
  replicaLagSeconds,
  serverFacts,
  statementLimit,
} from '../postgres-facts.ts'

/** A snapshot that is held for so long keeps the server from cleaning up behind every update. */
const LONG_SECONDS = 10 * 60

const reachable: Check = {
  name: 'database-reachable',
  title: (words) => words.titles['database-reachable'],
  looksAt: 'a connection with DATABASE_URL or DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASS',
  needs: [],
  look: async ({ db }) => {
    try {
      const { version, database, role, isReplica } = await serverFacts(db)
      if (isReplica) {
        return failure(
          ({ found }) => found.database.isReplica(database),
          (words) => words.means.requestsNotKept,
          setting('DB_HOST to the primary, and REPLICA_DB_HOST to this one'),
        )
      }
      return ok(({ found }) => found.database.answers(version, database, role))
    } catch (error) {
      return unreachable(error)
    }
  },
}

/** PostgreSQL runs, and lets this role in this way not in. */
const REFUSED = /password|authentication|pg_hba|(?:role|database) ".*" does not exist/

/** PgBouncer refuses whatever it does not know when a connection starts. */
const POOLER = /unsupported startup parameter/

function unreachable(error: unknown): Finding {
  const reason = `${reasonOf(error)}.`
  const found = asSaid(reason)
  if (POOLER.test(reason)) {
    return failure(found, (words) => words.means.isPooler, setting('PREPARED_STATEMENTS=false'))
  }
  const remedy = REFUSED.test(reason)
    ? setting(
        'DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASS (or DATABASE_URL) as Mastodon has them',
      )
    : (remedyForUntrusted(reason) ?? command('systemctl status postgresql'))
  return failure(found, (words) => words.means.databaseDown, remedy)
}

const tables: Check = {
  name: 'database-tables',
  title: (words) => words.titles['database-tables'],
  looksAt: 'howdah.migrations',
  needs: ['database'],
  look: async ({ db }) => {
    const missing = await missingMigrations(db)
    if (missing.length === 0) return ok(({ found }) => found.database.upToDate)
    return failure(
      ({ found }) => found.database.stepsMissing(missing.join(', ')),
      (words) => words.means.tablesOld,
      command('howdah setup'),
    )
  },
}

const rights: Check = {
  name: 'database-rights',
  title: (words) => words.titles['database-rights'],
  looksAt: 'the privileges of the role on Mastodon’s tables',
  needs: ['database'],
  look: async ({ db }) => {
    const [missing, { database }] = await Promise.all([missingGrants(db), serverFacts(db)])
    if (missing.length === 0) return ok(({ found }) => found.database.hasRights)
    return failure(
      ({ found }) => found.database.lacksRights(missing.length),
      (words) => words.means.rightsMissing,
      command(`sudo -u postgres psql ${database} -c '${missing.join(' ')}'`),
    )
  },
}

const transactions: Check = {
  name: 'database-transactions',
  title: (words) => words.titles['database-transactions'],
  looksAt: 'pg_stat_activity',
  needs: ['database'],
  look: async ({ db, now }) => {
    const long = await longTransactions(db, { seconds: LONG_SECONDS, now })
    const [longest] = long
    if (longest === undefined) return ok(({ found }) => found.database.noneOpen)
    const minutes = Math.round(longest.seconds / 60)
    const { application, pid } = longest
    return warning(
      ({ found: { database } }) => {
        const who = `${application === '' ? database.unnamed : application}, pid ${pid}`
        return database.open(long.length, minutes, who)
      },
      (words) => words.means.rowsNotRemoved,
      command(`sudo -u postgres psql -c 'SELECT pg_terminate_backend(${pid})'`),
    )
  },
}

const pooler: Check = {
  name: 'database-pooler',
  title: (words) => words.titles['database-pooler'],
  looksAt: 'statement_timeout of a session, and PREPARED_STATEMENTS',
  needs: ['database'],
  look: lookAtLimit,
}

/** Behind PgBouncer nobody may set a limit for the session: the role has to bring it. */
async function lookAtLimit({ db, config }: Patient): Promise<Finding> {
  const [{ limitMs }, { role, database }] = await Promise.all([statementLimit(db), serverFacts(db)])
  if (limitMs > 0) return ok(({ found }) => found.database.statementEnds(limitMs / 1_000))
  const seconds = config.database.statementTimeoutMs / 1_000
  return warning(
    ({ found }) => found.database.endsNone,
    (words) => words.means.statementsGoOn,
    command(
      `sudo -u postgres psql -c "ALTER ROLE ${role} IN DATABASE ${database} SET statement_timeout = '${seconds}s'"`,
    ),
  )
}

const release: Check = {
  name: 'mastodon-release',
  title: (words) => words.titles['mastodon-release'],
  looksAt: 'tables and columns of the database, and schema_migrations',
  needs: ['database'],
  look: async ({ db }) => {
    const server = await readServer(db)
    const found = asSaid(`${describeServer(server)}.`)
    if (!server.isNewer) return ok(found)
    return warning(
      found,
      (words) => words.means.asForRelease(server.release.name),
      command('npm update --global howdah'),
    )
  },
}

/** Exports wait for it for seconds, not longer. */
const LAG_SECONDS = 30

const replica: Check = {
  name: 'database-replica',
  title: (words) => words.titles['database-replica'],
  looksAt: 'a connection with REPLICA_DATABASE_URL or REPLICA_DB_*, and how far it is behind',
  needs: [],
  look: async ({ config }) => {
    if (config.replica === null) return ok(({ found }) => found.database.noReplica)
    const db = connectDatabase({ ...config.replica, poolSize: 1, connectTimeoutMs: 4_000 })
    try {
      return judgeReplica(await replicaLagSeconds(db))
    } catch (error) {
      return warning(
        asSaid(`${reasonOf(error)}.`),
        (words) => words.means.replicaAway,
        setting('REPLICA_DB_HOST to where the replica is, or empty'),
      )
    } finally {
      await db.destroy()
    }
  },
}

function judgeReplica(lagSeconds: number | null): Finding {
  if (lagSeconds === null) {
    return warning(
      ({ found }) => found.database.isPrimary,
      (words) => words.means.noReplica,
      setting('REPLICA_DB_HOST to the replica, or empty'),
    )
  }
  if (lagSeconds <= LAG_SECONDS)
    return ok(({ found }) => found.database.behind(lagSeconds.toFixed(1)))
  return warning(
    ({ found }) => found.database.behind(String(Math.round(lagSeconds))),
    (words) => words.means.replicaBehind,
    command("sudo -u postgres psql -c 'SELECT * FROM pg_stat_wal_receiver'"),
  )
}

export const DATABASE_CHECKS: readonly Check[] = [
  reachable,
  release,
  tables,
  rights,
  pooler,
  transactions,
  replica,
]
