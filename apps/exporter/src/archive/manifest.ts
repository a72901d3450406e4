/**
 * `manifest.json`: what an archive holds and what it lacks, so that a reader can check it years
 * later without the server that made it.
 *
 * Written while the archive's notes are read: two hundred thousand entries never lie in memory.
 */
import type { EntryList } from './entry-log.ts'

/** Grows when a reader of the older form would misread the new one. */
const MANIFEST_VERSION = 1

/** What stands before the entries. */
export interface ManifestHead {
  readonly server: {
    readonly domain: string
    readonly software: string
    readonly version: string
    /** The newest change of the server's database; null when it does not say. */
    readonly migration: string | null
  }
  readonly member: { readonly address: string; readonly actor: string }
  /** The program that made the archive. */
  readonly generator: { readonly name: string; readonly version: string }
  /** When the archive was begun, as ISO 8601. */
  readonly begunAt: string
  /** What there was when it was begun, by kind. */
  readonly counts: Readonly<Record<string, number>>
  /** Which of these kinds were left out on request; not there where none were. They are not missing. */
  readonly leftOut?: readonly string[]
}

/**
 * The manifest as JSON, one entry a line; it does not list itself. In an archive of several files an
 * entry says which `part` it lies in, unless that is the first.
 */
export async function* manifestText(
  head: ManifestHead,
  entries: EntryList,
): AsyncGenerator<Uint8Array, void, undefined> {
  const opening = JSON.stringify({ format: 'howdah-archive', version: MANIFEST_VERSION, ...head })
  yield Buffer.from(`${opening.slice(0, -1)},\n"entries":[`)
  yield* listText(summaries(entries))
  yield Buffer.from('],\n"missing":[')
  yield* listText(entries.missing())
  yield Buffer.from(']}\n')
}

async function* summaries(entries: EntryList): AsyncGenerator<readonly object[], void, undefined> {
  for await (const some of entries.all()) {
    yield some.map(({ name, sizeBytes, sha256, part }) => {
      return { name, sizeBytes, sha256, ...(part === 1 ? {} : { part }) }
    })
  }
}

async function* listText(
  items: AsyncIterable<readonly object[]>,
): AsyncGenerator<Buffer, void, undefined> {
  let separator = '\n'
  for await (const some of items) {
    if (some.length === 0) continue
    yield Buffer.from(separator + some.map((item) => JSON.stringify(item)).join(',\n'))
    separator = ',\n'
  }
}
