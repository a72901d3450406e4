/**
 * The pages nobody wants: not found, refused, broken, Redis silent. Same look, plain words.
 */

import { RedisUnavailableError } from '@howdah/engine'
import { firstPath } from '../http/access.ts'
import { RedisSilentError, withDeadline } from '../http/deadline.ts'
import { htmlResponse } from '../http/html-response.ts'
import type { ConsoleOptions } from '../options.ts'
import { Document, Masthead, PageHead } from '../views/document.tsx'
import { buttonClass } from '../views/form.tsx'
import { basePathOf } from './context.ts'
import type { PageContext } from './context.ts'
import { UnrecordedLookError } from './look.ts'
import { showWithoutStats } from './show.tsx'
import { words } from '../words/words.ts'

/** Long enough for one PING over any line worth having. */
const PING_LIMIT_MS = 1_000

/** A plain page for those who may not look, or before it is known who asks. */
export function strangerPage(options: ConsoleOptions, status: 404 | 500): Promise<Response> {
  const [title, text] =
    status === 404
      ? ['Page not found', 'There is nothing at this address.']
      : ['Something went wrong', 'The page could not be made. Nothing was changed.']
  return htmlResponse(
    <Document
      title={title}
      assetBase={`${basePathOf(options)}/assets`}
      header={
        <header>
          <Masthead title="Howdah" href="/" />
        </header>
      }
    >
      <PageHead title={title} note={text} />
    </Document>,
    { status },
  )
}

/** 404 inside the console, with the way on. */
export function notFoundPage(context: PageContext, text: string): Promise<Response> {
  const { basePath, options, viewer } = context
  return showWithoutStats(context, {
    title: 'Page not found',
    status: 404,
    children: (
      <>
        <PageHead title="Page not found" note={text} />
        <p>
          <a
            class={buttonClass('primary')}
            href={`${basePath}${firstPath(options, viewer)}` || '/'}
          >
            To the dashboard
          </a>
        </p>
      </>
    ),
  })
}

/** 403, 400 or 413: why nothing was done. */
export function refusedPage(
  context: PageContext,
  status: 400 | 403 | 413,
  text: string,
): Promise<Response> {
  return showWithoutStats(context, {
    title: 'Refused',
    status,
    children: <PageHead title="Refused" note={text} />,
  })
}

/** 429: nothing was done, and when it may be tried again. */
export async function tooManyPage(context: PageContext, waitSeconds: number): Promise<Response> {
  const page = await showWithoutStats(context, {
    title: 'Too many at once',
    status: 429,
    children: (
      <PageHead
        title="Too many at once"
        note={`Nothing was done. Try again in ${waitSeconds} s; for many jobs at once use "all" or a search.`}
      />
    ),
  })
  page.headers.set('retry-after', String(waitSeconds))
  return page
}

/** 503 when Redis does not answer or a look cannot be recorded, else 500. The error itself goes to `onError` only. */
export async function failurePage(context: PageContext, error: unknown): Promise<Response> {
  context.options.onError?.(error)
  if (error instanceof UnrecordedLookError) return unrecordedPage(context)
  const isSilent =
    error instanceof RedisSilentError ||
    error instanceof RedisUnavailableError ||
    !(await answersPing(context))
  return isSilent ? silentPage(context) : brokenPage(context)
}

async function answersPing({ redis }: PageContext): Promise<boolean> {
  try {
    await withDeadline(redis.call('PING'), PING_LIMIT_MS)
    return true
  } catch {
    return false // Whatever the reason: it does not answer, and the page says so.
  }
}

function silentPage(context: PageContext): Promise<Response> {
  const isRead = context.request.method === 'GET'
  return showWithoutStats(context, {
    title: 'Redis does not answer',
    status: 503,
    children: (
      <>
        <PageHead
          title="Redis does not answer"
          note="The queues live in Redis, so they cannot be shown right now. Check that the Redis server runs and can be reached from here."
        />
        {isRead ? null : <p>It is not known whether your last action was carried out.</p>}
        <p>
          <a
            class={buttonClass('primary')}
            href={isRead ? context.url.pathname + context.url.search : context.basePath || '/'}
          >
            Try again
          </a>
        </p>
      </>
    ),
  })
}

function unrecordedPage(context: PageContext): Promise<Response> {
  const { unrecordedTitle, unrecordedNote } = words().looks
  return showWithoutStats(context, {
    title: unrecordedTitle,
    status: 503,
    children: <PageHead title={unrecordedTitle} note={unrecordedNote} />,
  })
}

function brokenPage(context: PageContext): Promise<Response> {
  return showWithoutStats(context, {
    title: 'Something went wrong',
    status: 500,
    children: (
      <PageHead
        title="Something went wrong"
        note="This page could not be made. The reason is in the server's log."
      />
    ),
  })
}
