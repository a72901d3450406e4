/**
 * What the engine needs of a logger, and a small one that writes lines.
 *
 * The shape is pino's, so `pino()` can be handed in as it is.
 */
import { lineWriter } from './log-format.ts'
import type { LineLevel, LineWriter, LogFormat } from './log-format.ts'

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
  /** `level`: of this child alone, louder or quieter. */
  child(fields: Record<string, unknown>, options?: { readonly level?: LogLevel }): Logger
  /** Whether anything would be written; a logger without it is taken to write everything. */
  readonly isLevelEnabled?: (level: LogLevel) => boolean
}

/** From talkative to silent. */
export type LogLevel = LineLevel | 'silent'

const RANKS: Readonly<Record<LogLevel, number>> = {
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  silent: 60,
}

/** How to make a logger. */
export interface LoggerOptions {
  /** Default: info. */
  readonly level?: LogLevel
  /** Default: pretty on a terminal, else pino. */
  readonly format?: LogFormat
  /** Takes one line with its newline. Default: standard output. */
  readonly write?: (line: string) => void
  readonly fields?: Readonly<Record<string, unknown>>
}

/** A logger that writes a line for each call. */
export function createLogger(options: LoggerOptions = {}): Logger {
  const write = options.write ?? ((line: string) => void process.stdout.write(line))
  const isTerminal = options.write === undefined && process.stdout.isTTY
  const line = lineWriter({
    format: options.format ?? (isTerminal ? 'pretty' : 'pino'),
    // https://no-color.org: set and not empty means no colours.
    hasColours: isTerminal && options.format !== 'plain' && (process.env['NO_COLOR'] ?? '') === '',
    hasTime: process.env['DYNO'] === undefined,
  })
  return loggerOf({ least: RANKS[options.level ?? 'info'], write, line }, options.fields ?? {})
}

/** A logger that says nothing. */
export const silentLogger: Logger = createLogger({ level: 'silent' })

interface Sink {
  readonly least: number
  readonly write: (line: string) => void
  readonly line: LineWriter
}

function loggerOf(sink: Sink, fixed: Readonly<Record<string, unknown>>): Logger {
  const method = (level: LineLevel): LogMethod => {
    if (RANKS[level] < sink.least) return ignore
    return (fields: object | string, text?: string) => {
      const said = typeof fields === 'string' ? {} : fieldsOf(fields)
      const sentence = typeof fields === 'string' ? fields : text
      sink.write(sink.line({ level, fields: { ...fixed, ...said }, text: sentence }))
    }
  }
  return {
    debug: method('debug'),
    info: method('info'),
    warn: method('warn'),
    error: method('error'),
    child: (fields, options) => loggerOf(atLevel(sink, options?.level), { ...fixed, ...fields }),
    isLevelEnabled: (level) => RANKS[level] >= sink.least && level !== 'silent',
  }
}

/** Silence is kept: who wants no lines at all wants none of a single job either. */
function atLevel(sink: Sink, level: LogLevel | undefined): Sink {
  return level === undefined || sink.least === RANKS.silent
    ? sink
    : { ...sink, least: RANKS[level] }
}

function ignore(): void {
  // The level is below what is wanted: the cheapest possible method.
}

/** An error given alone goes under the name that pino gives it. */
function fieldsOf(fields: object): Readonly<Record<string, unknown>> {
  return fields instanceof Error ? { err: fields } : { ...fields }
}
