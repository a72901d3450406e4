/**
 * Where to go after the log-in: an address of this site, or the member's own page.
 */

/** The page that every member has. */
export const HOME = '/settings/export'

/** `next` when it is a page of this site to come to after the log-in, else {@link HOME}. */
export function safeReturn(next: string | undefined): string {
  const path = localPath(next)
  return path.startsWith('/login') ? HOME : path
}

/**
 * `next` when it is a path of this site, else {@link HOME}. Anything a browser could read as
 * another host ("//evil", "/\evil", control characters) is refused.
 */
export function localPath(next: string | undefined): string {
  if (next === undefined || !next.startsWith('/') || next.startsWith('//')) return HOME
  // eslint-disable-next-line no-control-regex -- browsers drop tab and newline inside addresses.
  return /[\\\u0000-\u001f]/.test(next) ? HOME : next
}
