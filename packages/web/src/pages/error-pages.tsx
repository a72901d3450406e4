/**
 * The pages nobody wants: not found, refused, broken, Redis silent or refusing. Same look, plain words.
 */

import { RedisUnavailableError } from '@howdah/engine'
import { firstPath } from '../http/access.ts'
import { RedisSilentError, withDeadline } from '../http/deadline.ts'
import { htmlResponse } from '../http/html-response.ts'
import type { ConsoleOptions } from '../options.ts'
import { Document, Masthead, PageHead } from '../views/document.tsx'
import { buttonClass } from '../views/form.tsx'
import type { View } from '../views/view.ts'
import { basePathOf } from './context.ts'
import type { PageContext } from './context.ts'
import { UnrecordedLookError } from './look.ts'
import { showWithoutStats } from './show.tsx'
import { words } from '../words/words.ts'

/** Long enough for one PING over any line worth having. */
const PING_LIMIT_MS = 1_000

/** A plain page for those who may not look, or before it is known who asks. */
export function strangerPage(options: ConsoleOptions, status: 404 | 500): Response {
  const { notFound, nothingHere, broken, brokenForStrangers } = words().errors
  const [title, text] = status === 404 ? [notFound, nothingHere] : [broken, brokenForStrangers]
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

/** 404 inside the console, with the way on and what there is instead. */
export function notFoundPage(
  context: PageContext,
  text: string,
  instead?: View,
): Promise<Response> {
  const { basePath, options, viewer } = context
  const { notFound, toDashboard } = words().errors
  return showWithoutStats(context, {
    title: notFound,
    status: 404,
    children: (
      <>
        <PageHead title={notFound} note={text} />
        {instead ?? null}
        <p>
          <a
            class={buttonClass('primary')}
            href={`${basePath}${firstPath(options, viewer)}` || '/'}
          >
            {toDashboard}
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
  const { refused } = words().errors
  return showWithoutStats(context, {
    title: refused,
    status,
    children: <PageHead title={refused} note={text} />,
  })
}

/** 429: nothing was done, and when it may be tried again. */
export async function tooManyPage(context: PageContext, waitSeconds: number): Promise<Response> {
  const { tooMany, tooManyNote } = words().errors
  const page = await showWithoutStats(context, {
    title: tooMany,
    status: 429,
    children: <PageHead title={tooMany} note={tooManyNote(waitSeconds)} />,
  })
  page.headers.set('retry-after', String(waitSeconds))
  return page
}

/**
 * 503 when Redis does not answer, or lets us do nothing, or a look cannot be recorded, else 500. The error
 * itself goes to `onError` only.
 */
export async function failurePage(context: PageContext, error: unknown): Promise<Response> {
  context.options.onError?.(error)
  if (error instanceof UnrecordedLookError) return unrecordedPage(context)
  const problem = isOfRedis(error) ? error : await tryPing(context)
  const denial = denialIn(error) ?? denialIn(problem)
  if (denial !== null) return deniedPage(context, denial)
  return problem === null ? brokenPage(context) : silentPage(context)
}

function isOfRedis(error: unknown): boolean {
  return error instanceof RedisSilentError || error instanceof RedisUnavailableError
}

/** Null when Redis answers; else why not. */
async function tryPing({ redis }: PageContext): Promise<unknown> {
  try {
    await withDeadline(redis.call('PING'), PING_LIMIT_MS)
    return null
  } catch (error) {
    return error
  }
}

/** No password, a wrong one, a user without the right: in Redis' own words, which name no secret. */
const DENIAL = /\b(?:NOAUTH|WRONGPASS|NOPERM)\b[^.]*/u

function denialIn(error: unknown): string | null {
  return error instanceof Error ? (DENIAL.exec(error.message)?.[0] ?? null) : null
}

function deniedPage(context: PageContext, denial: string): Promise<Response> {
  const { denied, deniedNote } = words().errors
  return showWithoutStats(context, {
    title: denied,
    status: 503,
    children: (
      <>
        <PageHead title={denied} note={deniedNote} />
        <p>
          <code dir="ltr">{denial}</code>
        </p>
      </>
    ),
  })
}

function silentPage(context: PageContext): Promise<Response> {
  const text = words().errors
  const isRead = context.request.method === 'GET'
  return showWithoutStats(context, {
    title: text.silent,
    status: 503,
    children: (
      <>
        <PageHead title={text.silent} note={text.silentNote} />
        {isRead ? null : <p>{text.unknownOutcome}</p>}
        <p>
          <a
            class={buttonClass('primary')}
            href={isRead ? context.url.pathname + context.url.search : context.basePath || '/'}
          >
            {text.tryAgain}
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
  const { broken, brokenNote } = words().errors
  return showWithoutStats(context, {
    title: broken,
    status: 500,
    children: <PageHead title={broken} note={brokenNote} />,
  })
}
