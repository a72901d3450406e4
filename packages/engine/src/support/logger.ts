/**
 * What the engine needs of a logger, and a small one that writes JSON lines.
 *
 * The shape is pino's, so `pino()` can be handed in as it is.
 */

/** Fields first, then a sentence; or the sentence alone. */
export interface LogMethod {
  (fields: object, text?: string): void
  (text: string): void
}

/** The part of pino's interface that the engine uses. */
export interface Logger {
  readonly debug: LogMethod
  readonly info: LogMethod
  readonly warn: LogMethod
  readonly error: LogMethod
  child(fields: Record<string, unknown>): Logger
}

/** From talkative to silent. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

const RANKS: Readonly<Record<LogLevel, number>> = {
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  silent: 60,
}

/** How to make a logger. */
export interface LoggerOptions {
  readonly level?: LogLevel
  /** Takes one line with its newline. Default: standard output. */
  readonly write?: (line: string) => void
  readonly fields?: Readonly<Record<string, unknown>>
}

/** A logger that writes one JSON object a line, as pino does. Default level: info. */
export function createLogger(options: LoggerOptions = {}): Logger {
  const least = RANKS[options.level ?? 'info']
  const write = options.write ?? ((line: string) => void process.stdout.write(line))
  const method = (level: Exclude<LogLevel, 'silent'>): LogMethod => {
    if (RANKS[level] < least) return ignore
    return (fields: object | string, text?: string) => {
      write(
        lineOf(
          level,
          options.fields,
          typeof fields === 'string'
            ? { msg: fields }
            : { ...readable(fields), ...(text !== undefined && { msg: text }) },
        ),
      )
    }
  }
  return {
    debug: method('debug'),
    info: method('info'),
    warn: method('warn'),
    error: method('error'),
    child: (fields) => createLogger({ ...options, fields: { ...options.fields, ...fields } }),
  }
}

/** A logger that says nothing. */
export const silentLogger: Logger = createLogger({ level: 'silent' })

function ignore(): void {
  // The level is below what is wanted: the cheapest possible method.
}

function lineOf(level: keyof typeof RANKS, fixed: object | undefined, fields: object): string {
  return `${JSON.stringify({ level, time: new Date().toISOString(), pid: process.pid, ...fixed, ...fields })}\n`
}

/** An Error has no enumerable fields of its own: name what a reader needs. */
function readable(fields: object): Record<string, unknown> {
  if (fields instanceof Error) return { err: errorFields(fields) }
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]: [string, unknown]) => [
      key,
      value instanceof Error ? errorFields(value) : value,
    ]),
  )
}

function errorFields(error: Error): Record<string, unknown> {
  return { type: error.name, message: error.message, stack: error.stack }
}
