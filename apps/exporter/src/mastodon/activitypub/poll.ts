/** The keys that make a post a Question. */
import type { PostRow } from './rows.ts'

/** `endTime`, `closed` and `votersCount`, as far as they apply; they stand before the lists. */
export function pollTimes(post: PostRow, now: Date): object {
  if (post.poll_id === null) return {}
  return {
    ...(post.poll_expires_at === null ? {} : { endTime: post.poll_expires_at }),
    ...(isOver(post, now) ? { closed: post.poll_expires_at } : {}),
    ...(post.poll_voters_count === null ? {} : { votersCount: Number(post.poll_voters_count) }),
  }
}

/** `oneOf` or `anyOf`: the choices with their votes, which may be hidden until the end. */
export function pollChoices(post: PostRow, now: Date): object {
  if (post.poll_id === null) return {}
  const isHidden = post.poll_hide_totals === true && !isOver(post, now)
  const choices = (post.poll_options ?? []).map((name, index) => ({
    type: 'Note',
    name,
    replies: {
      type: 'Collection',
      totalItems: isHidden ? null : Number(post.poll_tallies?.[index] ?? 0),
    },
  }))
  return post.poll_multiple === true ? { anyOf: choices } : { oneOf: choices }
}

function isOver(post: PostRow, now: Date): boolean {
  return post.poll_expires_at !== null && Date.parse(post.poll_expires_at) < now.getTime()
}
