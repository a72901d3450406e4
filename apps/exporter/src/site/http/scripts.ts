/** Programs among the visitors: who they are, and how they are told of errors. */
import type { SiteContext } from '../context.ts'

/** Whether an address is for programs. */
export function isApi(c: SiteContext): boolean {
  return c.req.path.startsWith('/api/')
}

/** Whether JSON is answered in the place of a page: to who accepts it and no pages, at every address. */
export function wantsJson(c: SiteContext): boolean {
  if (isApi(c)) return true
  const accepted = c.req.header('accept') ?? ''
  return /\bapplication\/json\b/i.test(accepted) && !/\btext\/html\b/i.test(accepted)
}

/** An error as JSON. */
export function jsonError(
  error: string,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json({ error }, { status, headers })
}
