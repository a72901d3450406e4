/**
 * The offline viewer: `index.html`, which any browser opens from the unpacked folder.
 *
 * Browsers forbid pages of the file system to read other files, but not to run scripts that lie
 * beside them. So the posts lie in scripts of a few thousand each, which the page loads when it
 * needs them, and a million posts need no more memory than a thousand.
 */
import { readFileSync } from 'node:fs'
import { TextPieces } from '../archive/encode-texts.ts'
import type { ZipWriter } from '../archive/zip-writer.ts'
import type { BackupInput } from './build-backup.ts'
import { cursorOf } from './steps.ts'

/** About 1 MB of script: a blink to load, and few enough files for a million posts. */
const POSTS_A_PAGE = 2_000

const FOLDER = 'howdah/viewer'
const POSTS_PREFIX = `${FOLDER}/posts/`

/** How many pages are safe, and the last post of them. */
interface Cursor {
  readonly pages: number
  readonly posts: number
  readonly afterId: string | null
}

/** The posts, oldest first, so that a page never changes its place while posts are written. */
export async function addViewerPosts(zip: ZipWriter, input: BackupInput): Promise<void> {
  const { source, counts, progress, now, bounds } = input
  const { signal } = progress
  let { pages, posts, afterId } = readCursor(cursorOf(zip))
  progress.report('viewer', posts, counts.posts)
  const untilId = bounds.posts
  const texts = new TextPieces()
  for await (const page of source.postViews({ afterId, untilId, signal, pageSize: POSTS_A_PAGE })) {
    signal.throwIfAborted()
    pages += 1
    posts += page.lines.length
    afterId = page.lastId
    const around = { before: `howdahPosts(${pages}, [\n`, between: ',\n', after: '\n])\n' }
    const { bytes: text } = texts.encode(page.lines, around)
    await zip.add(`${POSTS_PREFIX}${pages}.js`, text, { compress: true, modifiedAt: now })
    await zip.moveTo({ step: 'viewer-posts', cursor: `${pages} ${posts} ${afterId}` })
    progress.report('viewer', posts, counts.posts)
  }
}

function readCursor(text: string | null): Cursor {
  const [pages = '0', posts = '0', afterId = ''] = (text ?? '').split(' ')
  return { pages: Number(pages), posts: Number(posts), afterId: afterId === '' ? null : afterId }
}

/** The page itself, and what it says about the archive as a whole. */
export async function addViewer(zip: ZipWriter, input: BackupInput): Promise<void> {
  const { source, now } = input
  const { domain, address } = source.identity()
  const { avatar, header } = source.images()
  const { pages, names } = await addedSoFar(zip)
  const archive = {
    domain,
    address,
    begunAt: now.toISOString(),
    pages,
    postsAPage: POSTS_A_PAGE,
    avatar: isIn(names, avatar),
    header: isIn(names, header),
    actor: await source.actor(),
    files: names.filter((name) => /\.(?:csv|json|jsonl)$/.test(name)),
    ...(input.includesMedia ? {} : { mediaAt: source.mediaAddress() }),
  }
  const options = { compress: true, modifiedAt: now }
  const head = Buffer.from(`howdahArchive(${JSON.stringify(archive)})\n`)
  await zip.add(`${FOLDER}/archive.js`, head, options)
  for (const name of ['viewer.js', 'viewer.css']) {
    await zip.add(`${FOLDER}/${name}`, asset(name), options)
  }
  await zip.add('index.html', asset('index.html'), options)
}

/** How many pages of posts there are, and which files else; media are passed over. */
async function addedSoFar(zip: ZipWriter): Promise<{ pages: number; names: readonly string[] }> {
  let pages = 0
  const names: string[] = []
  for await (const entries of zip.entries.all()) {
    for (const { name } of entries) {
      if (name.startsWith(POSTS_PREFIX)) pages += 1
      // Not what a first attempt at this step has added: the text must be the same in the second.
      else if (isListed(name)) names.push(name)
    }
  }
  return { pages, names }
}

function isListed(name: string): boolean {
  return !name.startsWith('howdah/viewer/') && name !== 'index.html' && !name.includes('/original/')
}

function isIn(names: readonly string[], image: { readonly entryName: string } | null) {
  return image !== null && names.includes(image.entryName) ? image.entryName : null
}

function asset(name: string): Buffer {
  return readFileSync(new URL(`../archive/viewer/${name}`, import.meta.url))
}
