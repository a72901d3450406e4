/** The points in time of the sample community. They are fixed, as everything in it is. */

/** The last thing that happened in it. */
export const COMMUNITY_END = new Date('2026-11-22T18:00:00Z')

/** Ada's first post: three years before the end. */
export const ADA_BEGIN = new Date('2023-11-22T08:00:00Z')

/**
 * When this server got Mastodon 4.5: accounts made since then have numeric addresses, and
 * conversations started since then know the post that began them.
 */
export const MASTODON_4_5_SINCE = new Date('2025-11-06T10:00:00Z')

/** End of the polls that are open at every visit. */
export const FAR_FUTURE = new Date('2030-01-01T12:00:00Z')

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

export function after(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms)
}
