/**
 * A small Mastodon server for tests of the site: real PostgreSQL, real Redis, five people with
 * passwords, and helpers that speak HTTP as a browser would.
 */
import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type RedisClient, silentLogger } from '@howdah/engine'
import { startTestRedis } from '@howdah/engine/testing'
import { hash } from 'bcryptjs'
import { sql } from 'kysely'
import type { Config } from '../../config/config.ts'
import { insertBackup } from '../../mastodon/backups.ts'
import { PERMISSIONS } from '../../mastodon/permissions.ts'
import { openServices } from '../../services.ts'
import { startTestPostgres } from '../../testing/postgres.ts'
import type { SiteDatabase, SiteDeps } from '../context.ts'
import type { SiteRates } from '../http/rate-limits.ts'
import { createSite, type Site } from '../site.tsx'

export const ORIGIN = 'http://127.0.0.1:3000'
export const PASSWORD = 'correct horse'

/** The people: Owner (everything), Moderator (manage_users), Operator (view_devops), two members. */
export const PEOPLE = {
  owner: { userId: '1', username: 'admin', roleId: '3' },
  moderator: { userId: '2', username: 'mod', roleId: '1' },
  operator: { userId: '3', username: 'ops', roleId: '2' },
  ada: { userId: '42', username: 'ada', roleId: null },
  bob: { userId: '57', username: 'bob', roleId: null },
} as const

export type Person = keyof typeof PEOPLE

export interface SiteWorld {
  readonly site: Site
  readonly deps: SiteDeps
  readonly db: SiteDatabase
  readonly redis: RedisClient
  /** Logs a person in once and keeps the cookie. */
  cookieOf(person: Person): Promise<string>
  get(path: string, person?: Person | null, headers?: Record<string, string>): Promise<Response>
  /** Posts a form from a page of the site. */
  post(path: string, fields: Record<string, string>, person?: Person | null): Promise<Response>
  /** A finished export of a person with this content as its file. */
  finishedExport(person: Person, content: Uint8Array): Promise<string>
  /** Takes Redis away, as an outage would. */
  stopRedis(): Promise<void>
  stop(): Promise<void>
}

/** Tests ask more in a minute than any person. */
const NO_LIMITS: SiteRates = { logIns: 1e6, acts: 1e6, searches: 1e6, files: 1e6 }

export async function startSiteWorld(
  change: Partial<Config> = {},
  rates: SiteRates = NO_LIMITS,
): Promise<SiteWorld> {
  const [postgres, redisServer, directory, passwordHash] = await Promise.all([
    startTestPostgres(),
    startTestRedis(),
    mkdtemp(join(tmpdir(), 'howdah-site-')),
    hash(PASSWORD, 4),
  ])
  const config = testConfig(postgres.url, redisServer.url, directory)
  const deps = await openServices({ ...config, ...change }, silentLogger)
  await insertPeople(deps.db, passwordHash)
  const site = createSite(deps, { rates })
  const cookies = new Map<Person, string>()
  const world: SiteWorld = {
    site,
    deps,
    db: deps.db,
    redis: deps.redis,
    cookieOf: async (person) => {
      const known = cookies.get(person)
      if (known) return known
      const response = await world.post(
        '/login',
        { email: emailOf(person), password: PASSWORD },
        null,
      )
      const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
      cookies.set(person, cookie)
      return cookie
    },
    get: async (path, person = null, headers = {}) => {
      const cookie = person === null ? {} : { cookie: await world.cookieOf(person) }
      return site.fetch(new Request(ORIGIN + path, { headers: { ...cookie, ...headers } }))
    },
    post: async (path, fields, person = null) => {
      const cookie = person === null ? {} : { cookie: await world.cookieOf(person) }
      return site.fetch(
        new Request(ORIGIN + path, {
          method: 'POST',
          body: new URLSearchParams(fields),
          headers: { ...cookie, 'sec-fetch-site': 'same-origin' },
        }),
      )
    },
    finishedExport: (person, content) => finishExport(deps, directory, { person, content }),
    stopRedis: () => redisServer.stop(),
    stop: async () => {
      await deps.close()
      await Promise.all([redisServer.stop(), postgres.stop(), rm(directory, { recursive: true })])
    },
  }
  return world
}

export function emailOf(person: Person): string {
  return `${PEOPLE[person].username}@example.social`
}

function testConfig(databaseUrl: string, redisUrl: string, directory: string): Config {
  return {
    localDomain: 'example.social',
    webDomain: 'example.social',
    https: false,
    publicUrl: ORIGIN,
    database: {
      url: databaseUrl,
      host: 'localhost',
      port: 5432,
      name: 'mastodon',
      user: 'mastodon',
      password: null,
      sslMode: 'disable',
      sslRootCert: null,
      poolSize: 5,
      statementTimeoutMs: 10_000,
      connectTimeoutMs: 2_000,
      preparedStatements: true,
    },
    replica: null,
    redis: { url: redisUrl, namespace: '' },
    media: { root: join(directory, 'media'), rootUrl: 'http://127.0.0.1:9/system', s3: null },
    exports: {
      queue: 'export',
      directory: join(directory, 'exports'),
      workDirectory: join(directory, 'work'),
      partBytes: null,
      retentionDays: 7,
      minIntervalDays: 7,
      maxAttempts: 5,
      attachmentUrls: 'entry',
      window: null,
      windowSkipBelowBytes: 200_000_000,
      limit: null,
      historyDays: null,
    },
    webhook: null,
    defaultLocale: 'en',
    adopt: { mode: 'own', stuckPolicy: 'offer' },
    signIn: { oauth: false, password: true, instanceUrl: 'http://127.0.0.1:9', application: null },
    roles: new Map(),
    smtp: null,
    sendmail: null,
    mail: { from: 'notifications@localhost', replyTo: null, returnPath: null },
    mailDirectory: join(directory, 'mail'),
    web: { host: '127.0.0.1', port: 3000 },
    worker: { queues: ['export'], concurrency: 1, timeoutSeconds: 5 },
    dataDirectory: directory,
    restartCommand: 'systemctl restart howdah-work',
    logLevel: 'silent',
  }
}

/** The bits of Mastodon's Moderator role that matter here. */
const MODERATOR = PERMISSIONS.view_dashboard | PERMISSIONS.view_audit_log | PERMISSIONS.manage_users

async function insertPeople(db: SiteDatabase, passwordHash: string): Promise<void> {
  await sql`insert into user_roles (id, name, position, permissions, highlighted, created_at, updated_at)
    values (-99, '', -1, 65536, false, now(), now()),
           (1, 'Moderator', 10, ${String(MODERATOR)}::bigint, true, now(), now()),
           (2, 'Operator', 20, 2, true, now(), now()),
           (3, 'Owner', 1000, 1, true, now(), now())
    on conflict (id) do nothing`.execute(db)
  for (const person of Object.values(PEOPLE)) {
    const accountId = `${person.userId}00`
    await sql`insert into accounts (id, username, created_at, updated_at)
      values (${accountId}, ${person.username}, now() - interval '3 years', now())`.execute(db)
    await sql`insert into users (id, email, created_at, updated_at, encrypted_password, confirmed_at,
        account_id, role_id, current_sign_in_at)
      values (${person.userId}, ${`${person.username}@example.social`}, now() - interval '3 years',
        now(), ${passwordHash}, now(), ${accountId}, ${person.roleId}, now())`.execute(db)
  }
}

async function finishExport(
  deps: SiteDeps,
  directory: string,
  { person, content }: { person: Person; content: Uint8Array },
): Promise<string> {
  const { userId, username } = PEOPLE[person]
  const outcome = await deps.ledger.request({
    userId,
    accountId: `${userId}00`,
    username,
    type: 'backup',
    requestedBy: 'member',
  })
  const { id } = outcome.export
  const run = await deps.ledger.start(id, { jid: null, attempt: 1, worker: 'test:1' })
  if (run === null) throw new Error(`Export ${id} did not start; it was ${outcome.kind}.`)
  const storageKey = `exports/${id}/archive.zip`
  const path = join(directory, 'exports', storageKey)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
  const backupId = await insertBackup(deps.db, userId)
  await deps.ledger.attachBackup(id, backupId)
  await deps.ledger.done(id, run.number, {
    sizeBytes: content.byteLength,
    fileName: `archive-${id}.zip`,
    storageKey,
    expiresAt: new Date(Date.now() + 7 * 86_400_000),
    missingFiles: 0,
    missingFileNames: [],
  })
  return id
}
