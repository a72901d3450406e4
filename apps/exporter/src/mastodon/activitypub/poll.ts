/** The keys that make a post a Question; undefined where they do not apply. */
import type { PollRow, PostRow } from './rows.ts'

/** When the poll ends, or ended. */
export function pollEnd({ poll }: PostRow): string | undefined {
  return poll?.expires_at ?? undefined
}

/** When it ended, once it has. */
export function pollClosed(post: PostRow, now: Date): string | undefined {
  return post.poll !== null && isOver(post.poll, now) ? pollEnd(post) : undefined
}

export function votersCount({ poll }: PostRow): number | undefined {
  const count = poll?.voters_count ?? null
  return count === null ? undefined : Number(count)
}

/** The choices with their votes, which may be hidden until the end: of `oneOf` or of `anyOf`. */
export function pollChoices(
  { poll, poll_options: options }: PostRow,
  now: Date,
  kind: 'single' | 'multiple',
): readonly object[] | undefined {
  if (poll === null || (poll.multiple === true) !== (kind === 'multiple')) return undefined
  const isHidden = poll.hide_totals === true && !isOver(poll, now)
  return (options ?? []).map((name, index) => ({
    type: 'Note',
    name,
    replies: {
      type: 'Collection',
      totalItems: isHidden ? null : Number(poll.tallies?.[index] ?? 0),
    },
  }))
}

function isOver({ expires_at: end }: PollRow, now: Date): boolean {
  return end !== null && Date.parse(end) < now.getTime()
}
