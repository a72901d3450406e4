/**
 * Sends the first part of a page, up to its title, as soon as it is certain that there will be a page:
 * the browser asks for style sheet and script while the rest is still being read from Redis.
 *
 * What follows is the rest of whatever document comes: the page, or the one that says what went wrong.
 * So a page that begins early has status 200 whatever happens then; a page that may turn out to be
 * somewhere else, missing or refused must know that before it begins.
 */

import { setImmediate as nextTurn } from 'node:timers/promises'
import { htmlText } from '../http/html-response.ts'
import { withSecurityHeaders } from '../http/security-headers.ts'
import { Document } from '../views/document.tsx'
import { headOf } from '../views/frame.tsx'
import type { PageContext } from './context.ts'
import { failurePage } from './error-pages.tsx'
import { pageHeaders } from './show.tsx'

/** Where the early part ends: from here on pages differ. */
const TITLE = '<title>'

/** What a page knows of itself before it begins. */
export interface EarlyOptions {
  /**
   * A page with jobs is refused when the look at them cannot be recorded: where looks are, it begins after
   * that. Default: numbers.
   */
  readonly shows?: 'numbers' | 'jobs'
  /** Whether there will be a page. Default: when Redis answers. */
  readonly isCertain?: () => Promise<boolean>
}

/** Makes a page in the context that it is given. */
export type MakePage = (context: PageContext) => Promise<Response>

/**
 * Answers with the page that `make` makes, its head first; as a whole where it is not certain that there
 * will be one, and where no body is wanted. For live pages without style sheets or scripts of their own.
 */
export async function withEarlyHead(
  context: PageContext,
  make: MakePage,
  { shows = 'numbers', isCertain = () => answers(context) }: EarlyOptions = {},
): Promise<Response> {
  if (context.request.method !== 'GET') return make(context)
  if (shows === 'jobs' && context.options.onLook !== undefined) return afterLook(context, make)
  // Without an answer the page says so, with a status of its own.
  if (!(await isCertain().catch(() => false))) return make(context)
  return headFirst(context, async () => {
    await nextTurn() // The head leaves before there is more to do.
    return make(context)
  })
}

async function answers({ redis }: PageContext): Promise<boolean> {
  return (await redis.call('PING')) !== null
}

/** Begins as soon as the look is recorded. A page that comes, or fails, without a look is sent as a whole. */
async function afterLook(context: PageContext, make: MakePage): Promise<Response> {
  const recorded = Promise.withResolvers<null>()
  const page = make({
    ...context,
    lookAtList: async (jobs, notes) => {
      await context.lookAtList(jobs, notes)
      recorded.resolve(null)
      await nextTurn() // The head leaves before the page is put together.
    },
  })
  const whole = await Promise.race([page, recorded.promise])
  return whole ?? headFirst(context, () => page)
}

function headFirst(context: PageContext, make: () => Promise<Response>): Response {
  const empty = <Document title="" {...headOf(context, { isLive: true })} children={null} />
  const start = htmlText(empty)
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const encoder = new TextEncoder()
      controller.enqueue(encoder.encode(start.slice(0, start.indexOf(TITLE))))
      controller.enqueue(encoder.encode(await restOf(context, make)))
      controller.close()
    },
  })
  return withSecurityHeaders(new Response(body, { headers: pageHeaders(context) }))
}

async function restOf(context: PageContext, make: () => Promise<Response>): Promise<string> {
  const page = await make().catch((error: unknown) => failurePage(context, error))
  const html = await page.text()
  return html.slice(html.indexOf(TITLE))
}
