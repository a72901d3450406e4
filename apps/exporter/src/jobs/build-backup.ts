/**
 * The full account archive: the same files in the same order as Mastodon's own (its outbox, the
 * media, likes, bookmarks, pictures of the profile, the actor).
 */
import { collectionJson } from '../archive/collection.ts'
import type { ZipWriter } from '../archive/zip-writer.ts'
import type { ExportCounts, ExportSource } from '../mastodon/export-source.ts'
import type { Storage, StoredFile } from '../storage/storage.ts'
import { MediaUnreadableError } from './errors.ts'
import type { BuildProgress, Omissions } from './writing.ts'

/** Names kept for the ledger; all are counted. */
const MAX_NAMES = 100

export interface BackupInput {
  readonly source: ExportSource
  readonly counts: ExportCounts
  /** Mastodon's media. */
  readonly media: Storage
  readonly progress: BuildProgress
  readonly now: Date
}

export async function buildBackup(zip: ZipWriter, input: BackupInput): Promise<Omissions> {
  const missing = new MissingFiles()
  await addOutbox(zip, input)
  await addMedia(zip, input, missing)
  await addLinks(zip, input, 'likes')
  await addLinks(zip, input, 'bookmarks')
  await addProfile(zip, input, missing)
  return missing
}

async function addOutbox(zip: ZipWriter, { source, counts, progress, now }: BackupInput) {
  progress.report('posts', 0, counts.posts)
  const head = { context: source.outboxContext(), id: 'outbox.json', hasTotal: true }
  const pages = itemsOf(source.outbox({ signal: progress.signal }), progress.signal)
  const text = collectionJson(head, pages, (done) => progress.report('posts', done, counts.posts))
  await zip.add('outbox.json', text, { compress: true, modifiedAt: now })
}

async function* itemsOf(
  pages: AsyncIterable<{ readonly items: readonly string[] }>,
  signal: AbortSignal,
): AsyncGenerator<readonly string[], void, undefined> {
  for await (const { items } of pages) {
    signal.throwIfAborted()
    yield items
  }
}

async function addMedia(zip: ZipWriter, input: BackupInput, missing: MissingFiles): Promise<void> {
  const { source, counts, progress } = input
  let done = 0
  progress.report('media', done, counts.media)
  for await (const file of source.media({ signal: progress.signal })) {
    progress.signal.throwIfAborted()
    await addFile(zip, input, file, missing)
    done += 1
    progress.report('media', done, counts.media)
  }
}

async function addFile(
  zip: ZipWriter,
  input: BackupInput,
  file: { readonly storageKey: string; readonly entryName: string },
  missing: MissingFiles,
): Promise<void> {
  const stored = await openFile(input.media, file.storageKey)
  if (stored === null) {
    missing.note(file.entryName)
    return
  }
  await zip.add(file.entryName, readFile(stored, file.storageKey, input.progress.signal), {
    // Pictures, sound and films are compressed already.
    compress: false,
    modifiedAt: stored.modifiedAt,
    sizeBytes: stored.sizeBytes,
  })
}

async function openFile(media: Storage, storageKey: string): Promise<StoredFile | null> {
  try {
    return await media.read(storageKey)
  } catch (error) {
    throw new MediaUnreadableError(storageKey, error)
  }
}

async function* readFile(
  stored: StoredFile,
  storageKey: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks: AsyncIterator<Uint8Array> = stored.stream[Symbol.asyncIterator]()
  try {
    for (;;) {
      signal.throwIfAborted()
      const next = await chunks.next().catch((error: unknown) => {
        throw new MediaUnreadableError(storageKey, error)
      })
      if (next.done === true) return
      yield next.value
    }
  } finally {
    stored.stream.destroy()
  }
}

async function addLinks(
  zip: ZipWriter,
  { source, counts, progress, now }: BackupInput,
  kind: 'likes' | 'bookmarks',
): Promise<void> {
  progress.report(kind, 0, counts[kind])
  const head = { context: source.collectionContext(), id: `${kind}.json`, hasTotal: false }
  const pages = quoted(source[kind]({ signal: progress.signal }), progress.signal)
  const text = collectionJson(head, pages, (done) => progress.report(kind, done, counts[kind]))
  await zip.add(`${kind}.json`, text, { compress: true, modifiedAt: now })
}

async function* quoted(
  pages: AsyncIterable<readonly string[]>,
  signal: AbortSignal,
): AsyncGenerator<readonly string[], void, undefined> {
  for await (const uris of pages) {
    signal.throwIfAborted()
    yield uris.map((uri) => JSON.stringify(uri))
  }
}

async function addProfile(
  zip: ZipWriter,
  input: BackupInput,
  missing: MissingFiles,
): Promise<void> {
  input.progress.report('profile', 0, null)
  const { avatar, header } = input.source.images()
  for (const image of [avatar, header]) {
    if (image !== null) await addFile(zip, input, image, missing)
  }
  const actor = Buffer.from(JSON.stringify(await input.source.actor()))
  await zip.add('actor.json', actor, { compress: true, modifiedAt: input.now })
}

class MissingFiles implements Omissions {
  missingFiles = 0
  readonly missingFileNames: string[] = []

  note(entryName: string): void {
    this.missingFiles += 1
    if (this.missingFileNames.length < MAX_NAMES) this.missingFileNames.push(entryName)
  }
}
