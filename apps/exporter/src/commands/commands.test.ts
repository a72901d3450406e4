import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm, writeFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { TextWriter } from '@zip.js/zip.js'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runProgram } from './program.ts'
import { bareEnvironment } from '../testing/bare-environment.ts'
import { HOWDAH } from '../testing/program.ts'
import { startExportHome, type ExportHome } from '../testing/export-home.ts'
import { readZipEntries } from '../testing/read-zip.ts'

// Each starts processes of its own, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let home: ExportHome
beforeAll(async () => {
  home = await startExportHome()
  await home.addMember('ada', { posts: 2_500, media: 3 })
})
afterAll(() => home.stop())

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

async function howdah(
  parameters: readonly string[],
  env: Record<string, string> = home.env,
): Promise<Ended> {
  const child = spawn(process.execPath, [...HOWDAH, ...parameters], {
    cwd: home.folder,
    env: { ...bareEnvironment(), NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { code: Number(code), out, err }
}

test('a reader that has read enough is no mistake', async () => {
  const words = [process.execPath, ...HOWDAH].map((word) => `"${word}"`).join(' ')
  const command = `${words} --help | true`
  const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'ignore', 'pipe'] })
  expect(await text(child.stderr)).toBe('')
})

test('an archive is built in the foreground, without Redis', async () => {
  const out = join(home.folder, 'ada.zip')
  const withoutRedis = { ...home.env, REDIS_URL: 'redis://127.0.0.1:1' }
  const ended = await howdah(['export', '@Ada@example.social', '--out', out], withoutRedis)
  expect(ended).toMatchObject({ code: 0, out: `${out}\n` })
  expect(ended.err).toContain('posts (2500) …')
  const entries = await readZipEntries(out)
  const names = entries.map((entry) => entry.filename)
  const ours = names.indexOf('actor.json') + 1
  expect(names.slice(0, ours)).toEqual([
    'outbox.json',
    ...names.slice(1, 4),
    'likes.json',
    'bookmarks.json',
    'actor.json',
  ])
  expect(names.slice(ours)).toEqual(expect.arrayContaining(['howdah/followers.csv', 'index.html']))
  expect(names.at(-1)).toBe('manifest.json')
  const outbox = JSON.parse((await entries[0]?.getData(new TextWriter())) ?? '')
  expect(outbox.totalItems).toBe(2_500)
  expect(new Set(outbox.orderedItems.map((item: { id: string }) => item.id)).size).toBe(2_500)
  expect(await howdah(['export', 'ada', '--out', out])).toMatchObject({
    code: 2,
    err: `${out} exists already. Give --out another name.\n`,
  })
})

test('an archive is built without media where that is wanted, and lists never are', async () => {
  const out = join(home.folder, 'small.zip')
  const ended = await howdah(['export', 'ada', '--without-media', '--out', out])
  expect(ended).toMatchObject({ code: 0, out: `${out}\n` })
  const names = (await readZipEntries(out)).map((entry) => entry.filename)
  expect(names.slice(0, 3)).toEqual(['outbox.json', 'likes.json', 'bookmarks.json'])
  expect(names.filter((name) => name.startsWith('media_attachments/'))).toEqual([])
  const lists = ['export', 'ada', '--type', 'migration', '--without-media']
  expect(await misuse(...lists)).toMatchObject({
    code: 2,
    err: '--without-media is for --type backup; a migration export has no media.\n',
  })
})

test('a migration export has the lists and says what they are', async () => {
  const out = join(home.folder, 'lists.zip')
  const ended = await howdah(['export', 'ada', '--type', 'migration', '--out', out])
  expect(ended.code).toBe(0)
  const entries = await readZipEntries(out)
  expect(entries.map((entry) => entry.filename)).toEqual([
    'following_accounts.csv',
    'followers.csv',
    'lists.csv',
    'muted_accounts.csv',
    'blocked_accounts.csv',
    'blocked_domains.csv',
    'bookmarks.csv',
    'README.txt',
  ])
  expect(await entries[0]?.getData(new TextWriter())).toContain('Account address,Show boosts,')
  expect(await entries[7]?.getData(new TextWriter())).toContain('@ada@example.social')
})

test('a missing file is named and does not stop the archive', async () => {
  const [first] = await mediaFiles()
  const kept = await readFile(first)
  await rm(first)
  const ended = await howdah(['export', 'ada', '--out', join(home.folder, 'less.zip')])
  expect(ended.code).toBe(0)
  expect(ended.err).toContain('1 media files are missing')
  expect(ended.err).toContain('  media_attachments/files/')
  await writeFile(first, kept)
})

async function mediaFiles(): Promise<[string, ...string[]]> {
  const root = home.services.config.media.root
  const names = await readdir(root, { recursive: true })
  const files = names.filter((name) => name.endsWith('.png')).map((name) => join(root, name))
  const [first, ...others] = files
  if (first === undefined) throw new Error('no media')
  return [first, ...others]
}

test('status tells what waits and that nobody works', async () => {
  const member = { userId: '1', accountId: '2', username: 'ada' }
  await home.services.exports.request(member, 'migration', 'member')
  const ended = await howdah(['status'])
  expect(ended.code).toBe(0)
  expect(ended.out).toContain('Server\n  example.social, Mastodon 4.5 (schema 20251023210145)\n')
  expect(ended.out).toMatch(/Queues\n {2}name +waiting +oldest\n {2}export +1 /)
  expect(ended.out).toContain('none: nothing performs jobs; start "howdah work"')
  expect(ended.out).toMatch(/@ada +migration +pending/)
})

/** In this process: what is wrong is found before anything is opened. */
async function misuse(...parameters: string[]): Promise<Ended> {
  let out = ''
  let err = ''
  const code = await runProgram(['node', 'howdah', ...parameters], {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  })
  return { code, out, err }
}

test('wrong use is explained, with exit code 2', async () => {
  expect(await misuse('--version')).toEqual({ code: 0, out: '0.1.0\n', err: '' })
  expect(await misuse('--help')).toMatchObject({ code: 0 })
  expect((await misuse('--help')).out).toContain('build an archive of one member')
  expect((await misuse('exprot')).err).toContain("unknown command 'exprot'\n(Did you mean export?)")
  expect((await misuse('export', 'ada', '--type', 'all')).err).toContain(
    'Allowed choices are backup, migration',
  )
  expect(await misuse('work', '-c', 'many')).toMatchObject({ code: 2 })
  expect(await misuse('work', '-q', '!')).toMatchObject({ code: 2 })
  const bare = await misuse('status')
  expect(bare).toMatchObject({ code: 2, out: '' })
  expect(bare.err).toContain('The configuration has 2 mistakes:\n  - LOCAL_DOMAIN is missing')
  expect((await misuse('status', '--env', '/none')).err).toContain('cannot be read: ENOENT')
})

test('mail settings that are wrong keep nothing but mail from working', async () => {
  const wrong = { ...home.env, SMTP_SERVER: '127.0.0.1', SMTP_CA_FILE: '/none.pem' }
  expect(await howdah(['status'], wrong)).toMatchObject({ code: 0, err: '' })
  const ended = await howdah(['doctor', '--only', 'mail-server'], wrong)
  expect(ended).toMatchObject({ code: 2, err: '' })
  expect(ended.out).toContain('mail-server: 127.0.0.1:25: ENOENT')
  expect(ended.out).toContain('/none.pem')
})

test('a stranger and a closed door are sentences', async () => {
  expect(await howdah(['export', 'nobody'])).toMatchObject({
    code: 2,
    err: 'nobody is no member of example.social. Check the spelling.\n',
  })
  const unreachable = { ...home.env, DATABASE_URL: 'postgresql://127.0.0.1:1/none' }
  const ended = await howdah(['export', 'ada'], unreachable)
  expect(ended.code).toBe(1)
  expect(ended.err).toContain(
    'The connection to the database was lost or refused: connect ECONNREFUSED',
  )
  expect(await howdah(['work'], unreachable)).toMatchObject({
    code: 1,
    err:
      'The database at postgresql://127.0.0.1:1/none cannot be used: connect ECONNREFUSED ' +
      '127.0.0.1:1. Start it, or correct DATABASE_URL or DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASS.\n',
  })
  const mute = { ...home.env, REDIS_URL: 'redis://:secret@127.0.0.1:1' }
  const silent = await howdah(['status'], mute)
  expect(silent.code).toBe(1)
  expect(silent.err).toMatch(/^Redis does not answer at redis:\/\/127\.0\.0\.1:1: /)
  expect(silent.err).not.toContain('secret')
  const named = await howdah(['status'], { ...home.env, REDIS_NAMESPACE: 'mastodon' })
  expect(named.code).toBe(1)
  expect(named.err).toMatch(
    /^REDIS_NAMESPACE is "mastodon", but the database is that of Mastodon 4\.5.*Remove REDIS_NAMESPACE\.\n$/,
  )
})

test("Mastodon's own file is enough", async () => {
  const file = join(home.folder, '.env.production')
  const lines = Object.entries(home.env).map(([name, value]) => `${name}="${value}"`)
  await writeFile(file, `${lines.join('\n')}\n`)
  expect((await howdah(['status', '--env', file], {})).code).toBe(0)
})

test('the doctor tells monitors by its exit code, programs in JSON and people what to do', async () => {
  const only = ['doctor', '--only', 'database-tables,workers']
  const ill = await howdah([...only, '--json'])
  expect(ill.code).toBe(2)
  expect(JSON.parse(ill.out)).toMatchObject({
    state: 'error',
    checks: [
      { name: 'database-tables', state: 'ok' },
      { name: 'workers', remedy: { kind: 'command', command: 'systemctl start howdah-work' } },
    ],
  })
  expect((await howdah(only)).out).toContain('→ systemctl start howdah-work')
  expect(await howdah(['doctor', '--only', 'database-tables'])).toMatchObject({
    code: 0,
    out: 'ok       database-tables: Schema “howdah” is up to date.\n\n1 check: all well.\n',
  })
  expect(await howdah(['doctor', '--mend', 'stuck-exports'])).toMatchObject({
    code: 0,
    out: '0 exports were queued again.\n',
  })
  const unknown = await howdah(['doctor', '--only', 'everything'])
  expect(unknown.code).toBe(2)
  expect(unknown.err).toContain('There is no check everything.')
})
