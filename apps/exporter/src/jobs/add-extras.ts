/**
 * What Howdah puts into an archive beside Mastodon's own files, in a folder of its own, so that
 * readers of today's archives find everything where they look for it: the member's lists, filters,
 * what the outbox does not say of posts and marks, and the manifest.
 */
import { readFileSync } from 'node:fs'
import { csvText } from '../archive/csv.ts'
import { jsonLinesSource, type LinesPage } from '../archive/json-lines.ts'
import { manifestText } from '../archive/manifest.ts'
import type { ZipWriter } from '../archive/zip-writer.ts'
import { CSV_KINDS, EXTRA_CSV_KINDS } from '../mastodon/export-source.ts'
import type { BackupInput } from './build-backup.ts'

const FOLDER = 'howdah'

/** The lists, in the formats that Mastodon's import page reads where it has such a list. */
export async function addLists(zip: ZipWriter, input: BackupInput): Promise<void> {
  const { source, progress, now } = input
  const { signal } = progress
  const kinds = [...CSV_KINDS, ...EXTRA_CSV_KINDS]
  for (const [done, kind] of kinds.entries()) {
    progress.report('lists', done, kinds.length)
    signal.throwIfAborted()
    const text = csvText(source.csv(kind, { signal }))
    await zip.add(`${FOLDER}/${kind}.csv`, text, { compress: true, modifiedAt: now })
  }
  const filters = Buffer.from(JSON.stringify(await source.filters()))
  await zip.add(`${FOLDER}/custom_filters.json`, filters, { compress: true, modifiedAt: now })
}

/** One JSON object a line for each post, like and bookmark. */
export async function addDetails(zip: ZipWriter, input: BackupInput): Promise<void> {
  const { source, progress, now, bounds } = input
  const { signal } = progress
  const options = { compress: true, modifiedAt: now }
  const posts = jsonLinesSource((afterId) =>
    detailLines(source.postDetails({ afterId, untilId: bounds.posts, signal }), signal),
  )
  progress.report('details', 0, null)
  await zip.add(`${FOLDER}/posts.jsonl`, posts, options)
  for (const kind of ['likes', 'bookmarks'] as const) {
    const marks = jsonLinesSource((afterId) =>
      markLines(source[kind]({ afterId, untilId: bounds[kind], signal }), signal),
    )
    await zip.add(`${FOLDER}/${kind}.jsonl`, marks, options)
  }
}

async function* detailLines(
  pages: ReturnType<BackupInput['source']['postDetails']>,
  signal: AbortSignal,
): AsyncGenerator<LinesPage, void, undefined> {
  for await (const { lines, lastId } of pages) {
    signal.throwIfAborted()
    yield { lines, lastId }
  }
}

async function* markLines(
  pages: ReturnType<BackupInput['source']['likes']>,
  signal: AbortSignal,
): AsyncGenerator<{ lines: string[]; lastId: string }, void, undefined> {
  for await (const { uris, times, lastId } of pages) {
    signal.throwIfAborted()
    yield { lines: uris.map((uri, at) => JSON.stringify({ uri, markedAt: times[at] })), lastId }
  }
}

/** The last entry: it lists all others. */
export async function addManifest(zip: ZipWriter, input: BackupInput): Promise<void> {
  const { source, counts, now, includesMedia } = input
  const { domain, software, version, migration, address, actor } = source.identity()
  const head = {
    server: { domain, software, version, migration },
    member: { address, actor },
    generator: { name: 'howdah', version: readVersion() },
    begunAt: now.toISOString(),
    counts: { ...counts },
    ...(includesMedia ? {} : { leftOut: ['media'] }),
  }
  const text = manifestText(head, zip.entries)
  await zip.add('manifest.json', text, { compress: true, modifiedAt: now })
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const parsed: unknown = JSON.parse(text)
  const hasVersion = typeof parsed === 'object' && parsed !== null && 'version' in parsed
  return hasVersion ? String(parsed.version) : 'unknown'
}
