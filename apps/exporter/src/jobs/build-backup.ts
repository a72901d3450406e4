/**
 * The full account archive: the same files in the same order as Mastodon's own (its outbox, the
 * media, likes, bookmarks, pictures of the profile, the actor), and then ours.
 *
 * What belongs into it is decided when it is begun, however often it is interrupted: posts, files
 * and marks up to the newest of that moment, in the order of their ids, each exactly once. What is
 * deleted before its page is read is not in it; what is edited is in it as it was when it was read.
 *
 * An archive that was asked for without media has all of that but the files of the posts: what names
 * one says where it lies on the server. The pictures of the profile stay in, as readers look for them.
 */
import { collectionSource, type CollectionPage } from '../archive/collection.ts'
import type { ZipWriter } from '../archive/zip-writer.ts'
import type { ExportBounds, ExportCounts, ExportSource } from '../mastodon/export-source.ts'
import type { Storage } from '../storage/storage.ts'
import { addDetails, addLists, addManifest } from './add-extras.ts'
import { addViewer, addViewerPosts } from './add-viewer.ts'
import { MediaFiles } from './media-files.ts'
import type { MediaLimits } from './media-source.ts'
import { cursorOf, type Step } from './steps.ts'
import type { BuildProgress } from './writing.ts'

export interface BackupInput {
  readonly source: ExportSource
  readonly counts: ExportCounts
  /** Mastodon's media. */
  readonly media: Storage
  readonly progress: BuildProgress
  /** When the archive was begun; the time of the entries that are made here. */
  readonly now: Date
  /** The newest rows of that moment. */
  readonly bounds: ExportBounds
  /** False: the files of the posts are left out. */
  readonly includesMedia: boolean
  /** How long to wait for a file of the storage, and how often. */
  readonly mediaLimits?: MediaLimits
}

/** What building it consists of, in order. */
export function backupSteps(input: BackupInput): readonly Step[] {
  return [
    { name: 'posts', run: (zip) => addOutbox(zip, input) },
    ...(input.includesMedia ? [mediaStep(input)] : []),
    { name: 'likes', run: (zip) => addLinks(zip, input, 'likes') },
    { name: 'bookmarks', run: (zip) => addLinks(zip, input, 'bookmarks') },
    { name: 'profile', run: (zip) => addProfile(zip, input) },
    { name: 'lists', run: (zip) => addLists(zip, input) },
    { name: 'details', run: (zip) => addDetails(zip, input) },
    { name: 'viewer-posts', run: (zip) => addViewerPosts(zip, input) },
    { name: 'viewer', run: (zip) => addViewer(zip, input) },
    { name: 'manifest', run: (zip) => addManifest(zip, input) },
  ]
}

const mediaStep = (input: BackupInput): Step => ({
  name: 'media',
  run: (zip) => addMedia(zip, input),
})

async function addOutbox(
  zip: ZipWriter,
  { source, counts, progress, now, bounds }: BackupInput,
): Promise<void> {
  progress.report('posts', 0, counts.posts)
  const { signal } = progress
  const text = collectionSource(
    { context: source.outboxContext(), id: 'outbox.json', hasTotal: true },
    (afterId) => untilAborted(source.outbox({ afterId, untilId: bounds.posts, signal }), signal),
    (done) => progress.report('posts', done, counts.posts),
  )
  await zip.add('outbox.json', text, { compress: true, modifiedAt: now })
}

async function addMedia(zip: ZipWriter, input: BackupInput): Promise<void> {
  const { source, counts, progress, bounds } = input
  const { signal } = progress
  const files = mediaFiles(zip, input)
  // An earlier run has settled some: all that there is but the outbox.
  let done = cursorOf(zip) === null ? 0 : Math.min(zip.settled - 1, counts.media)
  progress.report('media', done, counts.media)
  const wanted = source.media({ afterId: cursorOf(zip), untilId: bounds.media, signal })
  for await (const { file, source: ahead } of files.readAhead(wanted)) {
    const isSettled = await files.add(file, ahead)
    if (isSettled) await zip.moveTo({ step: 'media', cursor: file.id })
    done += 1
    progress.report('media', done, counts.media)
  }
  files.settle()
}

async function addLinks(
  zip: ZipWriter,
  { source, counts, progress, now, bounds }: BackupInput,
  kind: 'likes' | 'bookmarks',
): Promise<void> {
  progress.report(kind, 0, counts[kind])
  const { signal } = progress
  const text = collectionSource(
    { context: source.collectionContext(), id: `${kind}.json`, hasTotal: false },
    (afterId) => quoted(source[kind]({ afterId, untilId: bounds[kind], signal }), signal),
    (done) => progress.report(kind, done, counts[kind]),
  )
  await zip.add(`${kind}.json`, text, { compress: true, modifiedAt: now })
}

async function* quoted(
  pages: AsyncIterable<{ readonly uris: readonly string[]; readonly lastId: string }>,
  signal: AbortSignal,
): AsyncGenerator<CollectionPage, void, undefined> {
  for await (const { uris, lastId } of untilAborted(pages, signal)) {
    yield { items: uris.map((uri) => JSON.stringify(uri)), lastId }
  }
}

async function* untilAborted<T>(
  pages: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  for await (const page of pages) {
    signal.throwIfAborted()
    yield page
  }
}

async function addProfile(zip: ZipWriter, input: BackupInput): Promise<void> {
  input.progress.report('profile', 0, null)
  const files = mediaFiles(zip, input)
  const { avatar, header } = input.source.images()
  for (const image of [avatar, header]) if (image !== null) await files.add(image)
  files.settle()
  const actor = Buffer.from(JSON.stringify(await input.source.actor()))
  await zip.add('actor.json', actor, { compress: true, modifiedAt: input.now })
}

function mediaFiles(zip: ZipWriter, { media, progress, mediaLimits }: BackupInput): MediaFiles {
  const limits = mediaLimits === undefined ? {} : { limits: mediaLimits }
  return new MediaFiles({ zip, media, signal: progress.signal, ...limits })
}
