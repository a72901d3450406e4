/** `howdah setup` on a database with Mastodon's tables, up to an archive that its role has made. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { silentLogger } from '@howdah/engine'
import type { Launcher } from '@howdah/engine/server'
import { startTestRedis, type TestRedis } from '@howdah/engine/testing'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readConfig } from '../config/read-config.ts'
import { findMember } from '../mastodon/members.ts'
import { openServices, type Services } from '../services.ts'
import { bareEnvironment } from '../testing/bare-environment.ts'
import { HOWDAH } from '../testing/program.ts'
import { addMember, addStatus } from '../testing/community.ts'
import { findServerPrograms } from '../testing/postgres-cluster.ts'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'
import { newLauncher } from '../testing/launcher.ts'
import { mastodonLines, siteBlock } from './nginx.ts'
import type { Place } from './place.ts'
import { unitsFor } from './units.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const DEPLOY = fileURLToPath(new URL('../../../../deploy/', import.meta.url))
const ROLE = 'exports_of_setup_test'
const hasServer = findServerPrograms() !== null

let postgres: TestPostgres
let redis: TestRedis
let folder: string
let owner: Client
beforeAll(async () => {
  ;[postgres, redis] = await Promise.all([startTestPostgres(), startTestRedis()])
  folder = await mkdtemp(join(tmpdir(), 'howdah-setup-'))
  owner = new Client({ connectionString: postgres.url })
  await owner.connect()
  if (hasServer) await owner.query(`CREATE ROLE ${ROLE} LOGIN`)
})
afterAll(async () => {
  if (hasServer) await owner.query(`DROP OWNED BY ${ROLE} CASCADE; DROP ROLE IF EXISTS ${ROLE}`)
  await owner.end()
  await Promise.all([postgres.stop(), redis.stop(), rm(folder, { recursive: true })])
})

function environment(role?: string): Record<string, string> {
  const url = new URL(postgres.url)
  if (role !== undefined) url.username = role
  return {
    LOCAL_DOMAIN: 'example.social',
    DATABASE_URL: url.href,
    REDIS_URL: redis.url,
    PAPERCLIP_ROOT_PATH: join(folder, 'system'),
    HOWDAH_DATA: join(folder, 'data'),
    // Nobody answers there: no test asks the web.
    HOWDAH_MASTODON_URL: 'http://127.0.0.1:1',
    HOWDAH_PUBLIC_URL: 'http://exports.localhost:1',
    PAPERCLIP_ROOT_URL: 'http://127.0.0.1:1',
  }
}

async function setup(parameters: readonly string[], role?: string) {
  const child = spawn(process.execPath, [...HOWDAH, 'setup', ...parameters], {
    cwd: folder,
    env: { ...bareEnvironment(), NO_COLOR: '1', ...environment(role) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { code: Number(code), out, err }
}

async function hasSchema(): Promise<boolean> {
  const { rows } = await owner.query(`SELECT to_regclass('howdah.migrations') AS found`)
  return rows[0]?.found !== null
}

/** What is between the two HOWDAH marks after a command. */
function scriptAfter(out: string, command: string): string {
  const [, script] = new RegExp(`${command}[^\\n]*<<'HOWDAH'\\n(.*?)HOWDAH`, 's').exec(out) ?? []
  return script ?? ''
}

test.skipIf(!hasServer)(
  'it changes nothing when asked to check, and prints every step',
  async () => {
    const { code, out } = await setup(['--check'], ROLE)
    expect(code).toBe(2)
    expect(await hasSchema()).toBe(false)
    expect(out).toContain('ERROR    database-tables')
    expect(out).toContain(`The role ${ROLE} may not create the schema`)
    for (const step of ['1. Database', '2. Settings', '3. systemd', '4. nginx', '5. Look again']) {
      expect(out).toContain(`── ${step}`)
    }
    expect(out).toContain(`${process.execPath} ${MAIN.replace('src/main.ts', 'dist/main.js')} web`)
    expect(out).toContain('server_name exports.localhost;')
  },
)

test.skipIf(!hasServer)('its role can make archives, and cannot see secrets', async () => {
  const refused = await setup([], ROLE)
  expect(refused.out).toMatch(/^The database user may not create the schema "howdah"/)
  const script = scriptAfter(refused.out, 'sudo -u postgres psql')
  await owner.query(script)
  const made = await setup([], ROLE)
  expect(made.out).toMatch(/^The tables in schema “howdah” were brought up to date \(001-exports, /)
  // All of it once more changes nothing.
  await owner.query(scriptAfter(made.out, 'sudo -u postgres psql'))
  const again = await setup([], ROLE)
  expect(again.out).toMatch(/^The tables in schema “howdah” are up to date\.\n/)
  expect(again.out).toContain('ok       database-rights')
  expect(again.out).toContain('ok       database-pooler')
  expect(await setup(['--tables-only'], ROLE)).toMatchObject({ code: 0 })
  await buildAs(ROLE)
})

async function buildAs(role: string): Promise<void> {
  const services = await openServices(readConfig(environment(role)), silentLogger)
  const member = await ada()
  const launcher = startWorker(services)
  await launcher.start()
  const result = await services.exports.request(member, 'backup', 'root')
  const id = result.kind === 'accepted' ? result.export.id : '0'
  await expect
    .poll(
      async () => (await services.ledger.get(id))?.error ?? (await services.ledger.get(id))?.state,
      {
        timeout: 60_000,
      },
    )
    .toBe('done')
  await launcher.stop()
  const filter = { activeWithinDays: null, includesSuspended: false }
  const kind = { type: 'backup', includesMedia: true } as const
  const many = { ...kind, by: 'root', reason: 'We close.', filter, spreadSeconds: 60 }
  expect(await services.bulk.request(many)).toMatchObject({ matching: 1, requested: 1 })
  await services.close()
  const poor = new Client({ connectionString: environment(role)['DATABASE_URL'] })
  await poor.connect()
  for (const secret of [
    'private_key FROM accounts',
    'otp_secret FROM users',
    'token FROM oauth_access_tokens',
  ]) {
    await expect(poor.query(`SELECT ${secret}`)).rejects.toThrow('permission denied')
  }
  await poor.end()
}

/** Her row is written by Mastodon's role, not by ours. */
async function ada() {
  const mastodon = await openServices(readConfig(environment()), silentLogger)
  const { account, user } = await addMember(mastodon.db, { username: 'ada' })
  await addStatus(mastodon.db, account, { text: 'Hello' }, { tags: ['elephants'] })
  const member = await findMember(mastodon.db, { userId: user.id })
  await mastodon.close()
  if (member === null) throw new Error('ada was not stored')
  return member
}

function startWorker(services: Services): Launcher {
  return newLauncher(services)
}

test('a server without a database still gets its steps', async () => {
  const url = postgres.url
  postgres = { ...postgres, url: 'postgresql://127.0.0.1:1/none' }
  const { code, out } = await setup([])
  postgres = { ...postgres, url }
  expect(code).toBe(2)
  expect(out).toContain('ERROR    database-reachable')
  expect(out).toContain('It does not answer; mend that first')
  expect(out).toContain('── 4. nginx')
})

/** Where most servers have Mastodon. */
const USUAL: Place = {
  user: 'mastodon',
  node: '/usr/bin/node',
  program: '/home/mastodon/howdah/apps/exporter/dist/main.js',
  folder: '/home/mastodon/howdah',
  envFile: '/home/mastodon/live/.env.production',
  ownEnvFile: '/etc/howdah.env',
  port: 3_100,
}

test('deploy/ has the same units and nginx lines, for the usual paths', async () => {
  const host = 'exports.example.social'
  const expected = [
    ...unitsFor(USUAL),
    { name: 'nginx.conf', text: siteBlock(host, USUAL) },
    { name: 'nginx-mastodon.conf', text: mastodonLines(host, '/system') },
  ]
  expect((await readdir(DEPLOY)).sort()).toEqual(expected.map(({ name }) => name).sort())
  for (const { name, text } of expected) {
    expect(await readFile(join(DEPLOY, name), 'utf8')).toBe(text)
  }
})
