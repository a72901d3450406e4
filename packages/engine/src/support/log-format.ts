/**
 * How a line of the log looks: for people, for a log service, or as Sidekiq and pino write it.
 *
 * A format gets one record and gives one text with its newline. An error in the fields is written
 * with its stack, whatever the format.
 */

/** The words of the log's levels. */
export type LineLevel = 'debug' | 'info' | 'warn' | 'error'

/**
 * pretty: a sentence a line, in colours on a terminal; plain: the same without colours; json: as
 * Sidekiq writes it, `{ts,pid,tid,lvl,msg,ctx}`; pino: as pino does, `{level,time,pid,…,msg}`.
 */
export type LogFormat = 'pretty' | 'plain' | 'json' | 'pino'

/** Every format, for messages and checks. */
export const LOG_FORMATS: readonly LogFormat[] = ['pretty', 'plain', 'json', 'pino']

/** What one call of a logger says. */
export interface LogRecord {
  readonly level: LineLevel
  /** The fields of the logger and of the call. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly text: string | undefined
}

/** Turns a record into one text with its newline. */
export type LineWriter = (record: LogRecord) => string

/** What the look of a line depends on. */
export interface FormatOptions {
  readonly format: LogFormat
  readonly hasColours: boolean
  /** False where the platform puts a time before every line itself, as Heroku does. */
  readonly hasTime: boolean
}

/** The writer of a format. */
export function lineWriter(options: FormatOptions): LineWriter {
  if (options.format === 'json') return sidekiqLine
  if (options.format === 'pino') return pinoLine
  return (record) => readableLine(record, options)
}

const COLOURS: Readonly<Record<LineLevel, string>> = {
  debug: '\u001B[90m',
  info: '\u001B[32m',
  warn: '\u001B[33m',
  error: '\u001B[31m',
}
const FAINT = '\u001B[2m'
const PLAIN = '\u001B[0m'

/** `2026-11-23T12:00:00.000Z pid=7 jid=… INFO: Hello`; stacks follow on lines of their own. */
function readableLine({ level, fields, text }: LogRecord, options: FormatOptions): string {
  const paint = (colour: string, word: string): string =>
    options.hasColours && word !== '' ? `${colour}${word}${PLAIN}` : word
  const errors = Object.values(fields).filter((value) => value instanceof Error)
  const context = Object.entries(fields).filter(([, value]) => !(value instanceof Error))
  const words = [
    paint(FAINT, options.hasTime ? new Date().toISOString() : ''),
    paint(FAINT, [`pid=${process.pid}`, ...context.map(readablePair)].join(' ')),
    `${paint(COLOURS[level], level.toUpperCase())}: ${text ?? errors[0]?.message ?? ''}`,
  ]
  const lines = [words.filter((word) => word !== '').join(' '), ...errors.map(stackOf)]
  return `${lines.join('\n')}\n`
}

function readablePair([key, value]: [string, unknown]): string {
  return `${key}=${typeof value === 'string' && !/\s/.test(value) ? value : safeJson(value)}`
}

/** Sidekiq's keys, so that a pipeline made for its logs reads ours. */
function sidekiqLine({ level, fields, text }: LogRecord): string {
  const { pid } = process
  const context = withReadableErrors(fields)
  return `${safeJson({
    ts: new Date().toISOString(),
    pid,
    // Ruby names the thread. Here one thread does all the work: one short name for each process.
    tid: pid.toString(36),
    lvl: level.toUpperCase(),
    msg: text ?? '',
    ...(Object.keys(context).length > 0 && { ctx: context }),
  })}\n`
}

function pinoLine({ level, fields, text }: LogRecord): string {
  const { pid } = process
  const time = new Date().toISOString()
  const said = { ...withReadableErrors(fields), ...(text !== undefined && { msg: text }) }
  return `${safeJson({ level, time, pid, ...said })}\n`
}

/** An Error has no enumerable fields of its own: name what a reader needs. */
function withReadableErrors(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]: [string, unknown]) => [
      key,
      value instanceof Error ? errorFields(value) : value,
    ]),
  )
}

function errorFields(error: Error): Record<string, unknown> {
  return { type: error.name, message: error.message, stack: stackOf(error) }
}

/** Errors below the error say why it happened: a stack without them is half a stack. */
function stackOf(error: Error): string {
  const own = error.stack ?? `${error.name}: ${error.message}`
  return error.cause instanceof Error ? `${own}\nCaused by: ${stackOf(error.cause)}` : own
}

/** A line of the log must never be the next error: bigints and circles are written as text. */
function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value, plainly) ?? String(value)
  } catch {
    return JSON.stringify({ unreadable: String(value) })
  }
}

function plainly(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
