/** The member's posts as the archive's viewer shows them: one query a page. */
import type { Environment } from '../activitypub/environment.ts'
import { postViewText } from '../activitypub/post-view.ts'
import type { KnownDatabase } from '../releases/schema.ts'
import { DEFAULT_PAGE_SIZE, type KeysetOptions, pages, toPage } from './keyset.ts'
import { FieldReader } from './packed.ts'
import { readGlance, readShown } from './post-fields.ts'
import { selectShownPosts } from './posts.ts'

export interface PostViewPage {
  /** The view of each post as JSON text; made while it is asked for. */
  readonly lines: Iterable<string>
  readonly count: number
  /** The id of the last of these posts. */
  readonly lastId: string
}

/** Kept posts and boosts of the author, by id. */
export async function* postViews(
  database: KnownDatabase,
  environment: Environment,
  { afterId, untilId, signal, pageSize = DEFAULT_PAGE_SIZE }: KeysetOptions,
): AsyncGenerator<PostViewPage, void, undefined> {
  const { author } = environment
  const read = async (after: string | null) => {
    const lines: string[] = []
    for (let last = after; lines.length < pageSize;) {
      const limit = Math.min(DEFAULT_PAGE_SIZE, pageSize - lines.length)
      const more = await selectShownPosts(database, { author, after: last, until: untilId, limit })
      lines.push(...more)
      if (more.length < limit) break
      last = lastIdOf(lines)
    }
    return toPage(lines, pageSize, (line) => readGlance(line).id)
  }
  for await (const lines of pages(read, { after: afterId ?? null, signal })) {
    yield {
      lines: viewsOf(lines, environment),
      count: lines.length,
      lastId: lastIdOf(lines),
    }
  }
}

function lastIdOf(lines: readonly string[]): string {
  return readGlance(lines.at(-1) ?? '').id
}

function* viewsOf(lines: readonly string[], environment: Environment): Generator<string> {
  for (const line of lines) yield postViewText(readShown(new FieldReader(line)), environment)
}
