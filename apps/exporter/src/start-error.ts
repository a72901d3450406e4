/** Why a process could not start: its database or its Redis, as a sentence that says what to do. */
import type { Config, DatabaseSettings } from './config/config.ts'
import { isSqlError } from './sql-error.ts'

export class StartError extends Error {
  readonly code = 'cannot-start'

  constructor(message: string, options: ErrorOptions) {
    super(message, options)
    this.name = 'StartError'
  }
}

export function explainStart(error: unknown, config: Config): StartError {
  const detail = reasonOf(error)
  if (codeOf(error) === 'redis-unavailable') {
    return new StartError(
      `Redis does not answer at ${withoutPassword(config.redis.url)}: ${detail}. ` +
        'Start it, or correct SIDEKIQ_REDIS_URL or REDIS_URL.',
      { cause: error },
    )
  }
  const place = placeOf(config.database)
  if (isSqlError(error, 'refused')) {
    return new StartError(
      `The database user may not create the schema "howdah" in ${place}: ${detail}. ` +
        'As its owner run: CREATE SCHEMA howdah AUTHORIZATION <that user>.',
      { cause: error },
    )
  }
  return new StartError(
    `The database at ${place} cannot be used: ${detail}. ` +
      'Start it, or correct DATABASE_URL or DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASS.',
    { cause: error },
  )
}

/** @param server "Mastodon 4.5 (schema 20251023210145)" */
export function namespaceRefused(namespace: string, server: string): StartError {
  return new StartError(
    `REDIS_NAMESPACE is "${namespace}", but the database is that of ${server}, and from 4.4 on ` +
      'Mastodon uses no namespace: Howdah would not see its jobs. Remove REDIS_NAMESPACE.',
    {},
  )
}

function placeOf(settings: DatabaseSettings): string {
  if (settings.url !== null) return withoutPassword(settings.url)
  return `${settings.host}:${settings.port}/${settings.name}`
}

function withoutPassword(text: string): string {
  if (!URL.canParse(text)) return 'the given address'
  const url = new URL(text)
  url.password = ''
  return url.href
}

/**
 * Without a full stop, and without a question at its end: whoever asks for it says more. A refused
 * connection to a name with several addresses is an error of errors without a text.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  const text = error instanceof Error ? error.message : String(error)
  return (text === '' ? codeOf(error) : text).replace(/\.(?: [A-Z][^.?]*\?)?$/, '')
}

/** `fetch` itself only says that it failed; its cause says why. */
export function fetchReasonOf(error: unknown): string {
  return reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
