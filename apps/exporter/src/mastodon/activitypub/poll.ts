/** The keys that make a post a Question; undefined where they do not apply. */
import type { PostRow } from './rows.ts'

/** When the poll ends, or ended. */
export function pollEnd(post: PostRow): string | undefined {
  return post.poll_id === null ? undefined : (post.poll_expires_at ?? undefined)
}

/** When it ended, once it has. */
export function pollClosed(post: PostRow, now: Date): string | undefined {
  return post.poll_id !== null && isOver(post, now) ? pollEnd(post) : undefined
}

export function votersCount(post: PostRow): number | undefined {
  return post.poll_voters_count === null ? undefined : Number(post.poll_voters_count)
}

/** The choices with their votes, which may be hidden until the end: of `oneOf` or of `anyOf`. */
export function pollChoices(
  post: PostRow,
  now: Date,
  kind: 'single' | 'multiple',
): readonly object[] | undefined {
  if (post.poll_id === null || (post.poll_multiple === true) !== (kind === 'multiple')) {
    return undefined
  }
  const isHidden = post.poll_hide_totals === true && !isOver(post, now)
  return (post.poll_options ?? []).map((name, index) => ({
    type: 'Note',
    name,
    replies: {
      type: 'Collection',
      totalItems: isHidden ? null : Number(post.poll_tallies?.[index] ?? 0),
    },
  }))
}

function isOver(post: PostRow, now: Date): boolean {
  return post.poll_expires_at !== null && Date.parse(post.poll_expires_at) < now.getTime()
}
