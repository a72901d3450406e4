/** An archive whose builder dies again and again is the same as one whose builder never did. */
import { createHash } from 'node:crypto'
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { Uint8ArrayWriter } from '@zip.js/zip.js'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ExportSource, type ExportCounts } from '../mastodon/export-source.ts'
import type { Member } from '../mastodon/members.ts'
import type { PartialFile, Storage } from '../storage/storage.ts'
import { LocalStorage } from '../storage/local-storage.ts'
import { mediaPath, startExportHome, type ExportHome } from '../testing/export-home.ts'
import { readZipEntries } from '../testing/read-zip.ts'
import { archiveSteps } from './archive-steps.ts'
import { MEDIA_LIMITS } from './media-source.ts'
import { writeArchive, type ArchiveHead, type WrittenFile } from './writing.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const KILLS = 100
const POSTS = 2_100
const MEDIA = 20

let home: ExportHome
let ada: Member
let source: ExportSource
let counts: ExportCounts
let head: ArchiveHead

beforeAll(async () => {
  home = await startExportHome()
  ada = await home.addMember('ada', { posts: POSTS, media: MEDIA, mediaBytes: 90_000 })
  const { db, instance } = home.services
  const [first, second] = await db.selectFrom('media_attachments').select('id').limit(2).execute()
  await writeFile(await mediaPath(home.services, first?.id ?? ''), Buffer.alloc(4_000_000, 'film'))
  await rm(await mediaPath(home.services, second?.id ?? ''))
  await sql`
    INSERT INTO favourites (account_id, status_id, created_at, updated_at)
    SELECT account_id, id, now(), now() FROM statuses ORDER BY id LIMIT 1100`.execute(db)
  source = await ExportSource.open({ db, instance, member: ada })
  counts = await source.counts()
  head = { begunAt: '2026-11-23T19:05:04.000Z', bounds: await source.bounds() }
})
afterAll(() => home.stop())

/** Counts what a builder does; from a chosen moment on nothing it does has any effect. */
class Fate {
  done = 0
  readonly #dieAt: number

  constructor(dieAt: number) {
    this.#dieAt = dieAt
  }

  act(): void {
    this.done += 1
    if (this.done > this.#dieAt) throw new KilledError()
  }
}

class KilledError extends Error {}

function mortalHandle(handle: FileHandle, fate: Fate): FileHandle {
  const act =
    <A extends unknown[], R>(work: (...parameters: A) => Promise<R>) =>
    async (...parameters: A): Promise<R> => {
      fate.act()
      return work(...parameters)
    }
  return Object.assign(Object.create(handle) as FileHandle, {
    write: act((bytes: Uint8Array, from: number, length: number, position: number) =>
      handle.write(bytes, from, length, position),
    ),
    read: (bytes: Uint8Array, from: number, length: number, position: number) =>
      handle.read(bytes, from, length, position),
    stat: () => handle.stat(),
    truncate: act((length: number) => handle.truncate(length)),
    datasync: act(() => handle.datasync()),
  })
}

function mortalFile(file: PartialFile, fate: Fate): PartialFile {
  const openPart = async (part: number, state: 'new' | 'left'): Promise<FileHandle | null> => {
    const handle = await file.openPart(part, state)
    return handle === null ? null : mortalHandle(handle, fate)
  }
  return {
    handle: mortalHandle(file.handle, fate),
    partPath: (part) => file.partPath(part),
    // As in the contract: what is begun is there.
    openPart: openPart as PartialFile['openPart'],
    path: file.path,
    journalPath: file.journalPath,
    publish: (options) => file.publish(options),
    discard: () => file.discard(),
    release: () => file.release(),
  }
}

/** A storage of which only a builder that lives gets anything. */
function mortal(storage: Storage, fate: Fate): Storage {
  return {
    stat: (key) => storage.stat(key),
    read: (key, range) => {
      fate.act()
      return storage.read(key, range)
    },
    create: async (key) => mortalFile(await storage.create(key), fate),
    reopen: async (key) => {
      const file = await storage.reopen(key)
      return file === null ? null : mortalFile(file, fate)
    },
    delete: (key) => storage.delete(key),
    clean: (key) => storage.clean(key),
    forget: (key) => storage.forget(key),
    unfinished: (prefix) => storage.unfinished(prefix),
    files: (prefix) => storage.files(prefix),
    check: (prefix) => storage.check(prefix),
    freeBytes: (prefix) => storage.freeBytes(prefix),
  }
}

interface Attempt {
  readonly name: string
  readonly fate: Fate
  readonly onReport?: (stage: string, done: number) => void
  readonly onReopened?: (kind: string) => void
  readonly partBytes?: number
  readonly followAfterBytes?: number
  /** Default: true. */
  readonly includesMedia?: boolean
}

function build({
  name,
  fate,
  onReport,
  onReopened,
  includesMedia = true,
  ...sizes
}: Attempt): Promise<WrittenFile> {
  const { services, folder } = home
  const progress = {
    report: (stage: string, done: number) => {
      fate.act()
      onReport?.(stage, done)
    },
    signal: new AbortController().signal,
  }
  const media = mortal(services.media, fate)
  // The dead do not try again.
  const mediaLimits = { ...MEDIA_LIMITS, retryDelaysMs: [] }
  return writeArchive({
    storage: mortal(new LocalStorage({ root: folder }), fate),
    key: name,
    progress,
    begin: () => Promise.resolve(head),
    steps: (begun) =>
      archiveSteps(
        { media, instance: services.instance },
        {
          kind: { type: 'backup', includesMedia },
          member: ada,
          source,
          counts,
          head: begun,
          progress,
          mediaLimits,
        },
      ),
    onReopened: async ({ kind }) => onReopened?.(kind),
    afterFailure: 'keep',
    markEveryMs: 0,
    ...sizes,
  })
}

/** Contents by name, in the order of the archive. */
async function contentsOf(path: string): Promise<[string, Buffer][]> {
  const contents: [string, Buffer][] = []
  for (const entry of await readZipEntries(path)) {
    const bytes = await entry.getData(new Uint8ArrayWriter(), { checkSignature: true })
    const title = `${entry.filename} ${entry.lastModDate.getTime()}`
    contents.push([title, Buffer.from(bytes)])
  }
  return contents
}

/** So that a difference is found in no time, whatever the size. */
function digests(contents: readonly [string, Buffer][]): string[] {
  return contents.map(
    ([title, bytes]) => `${title} ${createHash('sha256').update(bytes).digest('hex')}`,
  )
}

async function published(written: WrittenFile, name: string): Promise<string> {
  await written.file.publish()
  return `${home.folder}/${name}`
}

test(`killed at ${KILLS} random points, an archive equals one that never was`, async () => {
  const life = new Fate(Infinity)
  const whole = await build({ name: 'whole.zip', fate: life })
  const expected = await contentsOf(await published(whole, 'whole.zip'))
  const files = expected.filter(([name]) => name.startsWith('media_attachments/'))
  expect(files).toHaveLength(MEDIA - 1)
  expect(expected.at(-1)?.[0]).toMatch(/^manifest\.json /)
  const outbox = JSON.parse(String(expected[0]?.[1]))
  expect(outbox.totalItems).toBe(POSTS)
  expect(new Set(outbox.orderedItems.map((item: { id: string }) => item.id)).size).toBe(POSTS)

  let kills = 0
  let archives = 0
  let resumed = 0
  let done = 0
  while (kills < KILLS) {
    archives += 1
    const name = `killed-${archives}.zip`
    let written: WrittenFile | null = null
    while (written === null) {
      const fate = new Fate(1 + Math.floor(Math.random() * life.done * 0.1))
      try {
        const onReopened = (kind: string): void => void (resumed += kind === 'resumed' ? 1 : 0)
        // Every second one is checked by a thread while it is written, however small it is.
        const followAfterBytes = archives % 2 === 0 ? 1 : Infinity
        written = await build({ name, fate, onReopened, followAfterBytes })
      } catch (error) {
        if (!(error instanceof KilledError)) throw error
        kills += 1
        // What a dying system may leave behind the last safe byte.
        if (kills % 2 === 0) await appendFile(`${home.folder}/.${name}.part`, 'torn')
      }
      done += fate.done
    }
    expect(written).toMatchObject({ missingFiles: 1, missing: whole.missing })
    expect(digests(await contentsOf(await published(written, name)))).toEqual(digests(expected))
    await rm(`${home.folder}/${name}`)
  }
  expect(resumed).toBeGreaterThan(KILLS / 2)
  // Nobody lives for more than a tenth of the work: who began anew would never come to an end, and
  // who lost half of each life would need many times the work.
  expect(done / (life.done * archives)).toBeLessThan(8)
})

test('killed again and again, an archive in several files equals one that never was', async () => {
  const partBytes = 700_000
  const contentsOfParts = async ({ file, parts }: WrittenFile): Promise<[string, Buffer][][]> => {
    expect(parts.length).toBeGreaterThan(3)
    return Promise.all(parts.map((_, index) => contentsOf(file.partPath(index + 1))))
  }
  const life = new Fate(Infinity)
  const whole = await build({ name: 'parts.zip', fate: life, partBytes })
  const expected = await contentsOfParts(whole)
  const [manifest] = expected.flat().filter(([name]) => name.startsWith('manifest.json'))
  const { entries } = JSON.parse(String(manifest?.[1]))
  const places = entries.map(({ name, part = 1 }: { name: string; part?: number }) => [name, part])
  const found = expected.flatMap((part, index) =>
    part.map(([title]) => [title.split(' ')[0], index + 1]),
  )
  expect(places).toEqual(found.filter(([name]) => name !== 'manifest.json'))
  let kills = 0
  let written: WrittenFile | null = null
  while (written === null) {
    const fate = new Fate(1 + Math.floor(Math.random() * life.done * 0.1))
    try {
      written = await build({ name: 'killed-parts.zip', fate, partBytes, followAfterBytes: 1 })
    } catch (error) {
      if (!(error instanceof KilledError)) throw error
      kills += 1
    }
  }
  expect(kills).toBeGreaterThan(5)
  expect((await contentsOfParts(written)).map(digests)).toEqual(expected.map(digests))
  // What is verified is not looked at again.
  await written.file.release()
  const again = await build({ name: 'killed-parts.zip', fate: new Fate(0), partBytes })
  expect(again.parts).toEqual(written.parts)
  await again.file.discard()
  await whole.file.discard()
})

test('killed again and again, an archive without media equals one that never was', async () => {
  const place = { includesMedia: false, followAfterBytes: 1 }
  const life = new Fate(Infinity)
  const whole = await build({ name: 'light.zip', fate: life, ...place })
  const expected = await contentsOf(await published(whole, 'light.zip'))
  expect(expected.some(([name]) => name.startsWith('media_attachments/'))).toBe(false)
  const { attachment } = JSON.parse(String(expected[0]?.[1])).orderedItems[0].object
  expect(attachment[0].url).toMatch(/^https:\/\/example\.social\/system\/media_attachments\//)
  let kills = 0
  let resumed = 0
  let written: WrittenFile | null = null
  const onReopened = (kind: string): void => void (resumed += kind === 'resumed' ? 1 : 0)
  while (written === null) {
    const fate = new Fate(1 + Math.floor(Math.random() * life.done * 0.2))
    try {
      written = await build({ name: 'killed-light.zip', fate, onReopened, ...place })
    } catch (error) {
      if (!(error instanceof KilledError)) throw error
      kills += 1
    }
  }
  expect(kills).toBeGreaterThan(3)
  expect(resumed).toBeGreaterThan(0)
  // The file that the server has lost was not asked for.
  expect(written).toMatchObject({ missingFiles: 0, missing: [] })
  const found = await contentsOf(await published(written, 'killed-light.zip'))
  expect(digests(found)).toEqual(digests(expected))
})

test('posts that come and go while it is interrupted leave a consistent archive', async () => {
  const { db } = home.services
  const ids = await db.selectFrom('statuses').select('id').orderBy('id').execute()
  const idAt = (index: number): string => ids[index]?.id ?? ''
  const dieInPosts = build({
    name: 'changed.zip',
    fate: new Fate(Infinity),
    onReport: (stage, done) => {
      if (stage === 'posts' && done >= 1_000) throw new KilledError()
    },
  })
  await expect(dieInPosts).rejects.toThrow(KilledError)
  await db
    .deleteFrom('statuses')
    .where('id', 'in', [idAt(5), idAt(2_050)])
    .execute()
  await sql`
    INSERT INTO statuses (account_id, text, local, visibility, uri, created_at, updated_at)
    VALUES (${ada.accountId}, 'late', true, 0, 'https://example.social/late', now(), now())`.execute(
    db,
  )
  const written = await build({ name: 'changed.zip', fate: new Fate(Infinity) })
  const [outbox] = await contentsOf(await published(written, 'changed.zip'))
  const { orderedItems, totalItems } = JSON.parse(String(outbox?.[1]))
  const names = new Set(orderedItems.map((item: { id: string }) => item.id.split('/').at(-2)))
  expect(totalItems).toBe(POSTS - 1)
  expect(names.size).toBe(POSTS - 1)
  expect([names.has(idAt(5)), names.has(idAt(2_050))]).toEqual([true, false])
})

test('notes that do not fit the file are not believed', async () => {
  const die = (name: string): Promise<unknown> =>
    expect(
      build({
        name,
        fate: new Fate(Infinity),
        onReport: (stage) => {
          if (stage === 'finish') throw new KilledError()
        },
      }),
    ).rejects.toThrow(KilledError)
  await die('cut.zip')
  await writeFile(`${home.folder}/.cut.zip.part`, 'short')
  const kinds: string[] = []
  const onReopened = (kind: string): void => void kinds.push(kind)
  const cut = await build({ name: 'cut.zip', fate: new Fate(Infinity), onReopened })
  expect(kinds).toEqual(['anew'])
  await cut.file.discard()

  // A byte that a disk has changed is found before anybody gets the archive.
  await die('rotten.zip')
  const path = `${home.folder}/.rotten.zip.part`
  const bytes = await readFile(path)
  bytes[100] = (bytes[100] ?? 0) ^ 1
  await writeFile(path, bytes)
  await expect(build({ name: 'rotten.zip', fate: new Fate(Infinity) })).rejects.toMatchObject({
    code: 'damaged',
  })
  const anew = await build({ name: 'rotten.zip', fate: new Fate(Infinity), onReopened })
  expect(kinds).toEqual(['anew'])
  await anew.file.discard()
})
