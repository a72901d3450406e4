/**
 * What an error becomes on its way to a person: a page or JSON with a sentence, and a log line for
 * who runs the server. Never the error's own text, unless it was written for people.
 */
import { RedisUnavailableError } from '@howdah/engine'
import { HTTPException } from 'hono/http-exception'
import { LedgerError } from '../../ledger/errors.ts'
import { isSqlError } from '../../sql-error.ts'
import { S3Error } from '../../storage/s3/errors.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { errorPage, type ErrorStatus } from '../views/error-page.tsx'
import { words } from '../words/words.ts'

/** Answers a request that failed. */
export async function answerError(
  c: SiteContext,
  deps: SiteDeps,
  error: unknown,
): Promise<Response> {
  if (error instanceof HTTPException) return error.getResponse()
  const { status, title, text } = describeFailure(error)
  const log = { err: error, method: c.req.method, path: c.req.path, status }
  if (status === 400) deps.logger.info(log, 'A request did not make sense.')
  else deps.logger.error(log, 'A page failed.')
  const headers: Record<string, string> = status === 503 ? { 'retry-after': '30' } : {}
  return errorPage(c, deps, status, { title, text, headers })
}

interface FailureWords {
  readonly status: Extract<ErrorStatus, 400 | 500 | 503>
  readonly title: string
  readonly text: string
}

function describeFailure(error: unknown): FailureWords {
  const { failures } = words()
  if (error instanceof LedgerError && error.code === 'bad-cursor') {
    return { status: 400, title: failures.noSuchPage, text: error.message }
  }
  if (error instanceof LedgerError && error.code === 'redis-unreachable') {
    return { status: 503, ...failures.requestLost }
  }
  if (error instanceof RedisUnavailableError) return { status: 503, ...failures.redisDown }
  if (error instanceof S3Error) return { status: 503, ...failures.filesDown }
  if (isDatabaseDown(error)) return { status: 503, ...failures.databaseDown }
  if (isSqlError(error, 'unstorable')) return { status: 400, ...failures.statuses[400] }
  return { status: 500, ...failures.statuses[500] }
}

/** Codes of PostgreSQL and of the network that mean "not now", as opposed to a mistake of ours. */
const DOWN = /^(08|57P|53|25P03|ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOENT$|EHOSTUNREACH)/

function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // pg reports a full pool and a cut connection by words alone.
  return (
    DOWN.test(code) ||
    /connection (terminated|timeout)|timeout exceeded when trying/i.test(error.message)
  )
}
