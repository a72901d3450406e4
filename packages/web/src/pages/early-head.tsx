/**
 * Sends the first part of a page, up to its title, as soon as it is certain that there will be a page:
 * the browser asks for style sheet and script while the rest is still being read from Redis.
 *
 * What follows is the rest of whatever document comes: the page, or the one that says what went wrong.
 * So a page that begins early has status 200 whatever happens then; a page that may turn out to be
 * somewhere else, missing or refused must know that before it begins.
 */

import { htmlText } from '../http/html-response.ts'
import { withSecurityHeaders } from '../http/security-headers.ts'
import { Document } from '../views/document.tsx'
import { headOf } from '../views/frame.tsx'
import type { PageContext } from './context.ts'
import { failurePage } from './error-pages.tsx'
import { pageHeaders } from './show.tsx'

/** Where the early part ends: from here on pages differ. */
const TITLE = '<title>'

/**
 * Answers with the page that `make` makes, its head first; as a whole where the page is made sooner than
 * Redis says a word, where Redis says none, and where no body is wanted. For live pages without style
 * sheets or scripts of their own.
 */
export async function withEarlyHead(
  context: PageContext,
  make: () => Promise<Response>,
  shows: 'numbers' | 'jobs' = 'numbers',
): Promise<Response> {
  // Where looks at jobs are recorded, the page is refused when one cannot be.
  const mayBeRefused = shows === 'jobs' && context.options.onLook !== undefined
  if (mayBeRefused || context.request.method !== 'GET') return make()
  const answers = context.redis.call('PING').then(
    () => true,
    () => false, // The page says so, with a status of its own.
  )
  const page = make()
  const isEarly = await Promise.race([answers, page.then(isNot, isNot)])
  if (!isEarly) return page
  const empty = <Document title="" {...headOf(context, { isLive: true })} children={null} />
  const start = await htmlText(empty)
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const encoder = new TextEncoder()
      controller.enqueue(encoder.encode(start.slice(0, start.indexOf(TITLE))))
      const rest = await restOf(page).catch((error: unknown) => restOf(failurePage(context, error)))
      controller.enqueue(encoder.encode(rest))
      controller.close()
    },
  })
  return withSecurityHeaders(new Response(body, { headers: pageHeaders(context) }))
}

function isNot(): boolean {
  return false
}

async function restOf(page: Promise<Response>): Promise<string> {
  const html = await (await page).text()
  return html.slice(html.indexOf(TITLE))
}
