/**
 * The members whose archives are built. Made once and kept: a database is made anew only when the
 * statements that fill it have changed, or the factor for its numbers.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Client } from 'pg'
import { SCHEMA_4_5 } from '../../apps/exporter/src/mastodon/schema.ts'
import { WORKER_ROLE, type BenchCluster } from './cluster.ts'

/** A member as it is planned. */
export interface MemberPlan {
  readonly name: string
  readonly posts: number
  /** Every post has a file instead of one in five. */
  readonly isMediaOnly: boolean
  readonly fileBytes: number
}

/** A member as it is there. */
export interface BenchMember {
  readonly name: string
  readonly userId: string
  readonly accountId: string
  readonly posts: number
  readonly files: number
}

/** Fills the database where that is not done, and gives its name. */
export async function ensureCommunity(
  cluster: BenchCluster,
  plans: readonly MemberPlan[],
  say: (text: string) => void,
): Promise<string> {
  const name = `bench_${fingerprint(plans)}`
  const isThere = await cluster.query(
    'postgres',
    `SELECT EXISTS (SELECT FROM pg_database WHERE datname = '${name}_filled') AS there`,
    (row) => row['there'] === true,
  )
  if (!isThere) await fill(cluster, name, { plans, say })
  return `${name}_filled`
}

export async function membersOf(
  cluster: BenchCluster,
  database: string,
): Promise<ReadonlyMap<string, BenchMember>> {
  return withClient(cluster.url(database), async (client) => {
    const { rows } = await client.query<Record<string, string>>(
      'SELECT name, user_id, account_id, posts, media FROM bench.members',
    )
    return new Map(
      rows.map((row) => [
        row['name'] ?? '',
        {
          name: row['name'] ?? '',
          userId: row['user_id'] ?? '',
          accountId: row['account_id'] ?? '',
          posts: Number(row['posts']),
          files: Number(row['media']),
        },
      ]),
    )
  })
}

function fingerprint(plans: readonly MemberPlan[]): string {
  const hash = createHash('sha256')
  hash.update(SCHEMA_4_5).update(text('world.sql')).update(text('member.sql'))
  return hash.update(JSON.stringify(plans)).digest('hex').slice(0, 12)
}

/** Under another name until it is full, so that half a community is never taken for a whole one. */
async function fill(
  cluster: BenchCluster,
  name: string,
  { plans, say }: { plans: readonly MemberPlan[]; say: (text: string) => void },
): Promise<void> {
  await withClient(cluster.url('postgres'), async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${name}`)
    await client.query(`CREATE DATABASE ${name} TEMPLATE template0`)
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [
      WORKER_ROLE,
    ])
    if (rowCount === 0) await client.query(`CREATE ROLE ${WORKER_ROLE} SUPERUSER LOGIN`)
  })
  await withClient(cluster.url(name), async (client) => {
    await client.query(SCHEMA_4_5)
    await client.query(text('world.sql'))
    for (const [number, plan] of plans.entries()) {
      say(`Making ${plan.name}: ${plan.posts.toLocaleString('en-US')} posts …`)
      await addMember(client, number, plan)
    }
    await client.query('CREATE EXTENSION pg_stat_statements')
    await client.query('VACUUM ANALYZE')
  })
  await withClient(cluster.url('postgres'), (client) =>
    client.query(`ALTER DATABASE ${name} RENAME TO ${name}_filled`),
  )
}

async function addMember(client: Client, number: number, plan: MemberPlan): Promise<void> {
  await client.query('DROP TABLE IF EXISTS bench.plan')
  await client.query(
    `CREATE TABLE bench.plan (name text, number bigint, posts bigint, media_every integer,
      media_bytes integer)`,
  )
  await client.query('INSERT INTO bench.plan VALUES ($1, $2, $3, $4, $5)', [
    plan.name,
    number,
    plan.posts,
    plan.isMediaOnly ? 1 : 5,
    plan.fileBytes,
  ])
  await client.query(text('member.sql'))
}

function text(name: string): string {
  return readFileSync(new URL(`./community/${name}`, import.meta.url), 'utf8')
}

async function withClient<Value>(
  url: string,
  use: (client: Client) => Promise<Value>,
): Promise<Value> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
