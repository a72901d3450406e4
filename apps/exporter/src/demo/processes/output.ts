/**
 * What the demo prints: its own lines, and those of its processes with a coloured name in front.
 * Log lines that are JSON (pino's) are shown as one readable line.
 */

/** Where text goes; `process.stdout` in life. */
export interface TextSink {
  write(text: string): unknown
}

export interface Output {
  /** One line of the demo itself. */
  say(text: string): void
  /** A function that takes raw output of the named process, in any pieces. */
  from(name: string): (chunk: string) => void
}

const COLORS: Readonly<Record<string, number>> = { web: 36, work: 35, redis: 31, database: 34 }
const NAME_WIDTH = 8

/** @param isColored false where colours would be noise: no terminal, or `NO_COLOR` is set. */
export function createOutput(sink: TextSink, isColored: boolean): Output {
  const paint = (text: string, color: number): string =>
    isColored ? `\u001B[${color}m${text}\u001B[0m` : text
  return {
    say: (text) => void sink.write(`${text}\n`),
    from: (name) => {
      const prefix = `${paint(name.padEnd(NAME_WIDTH), COLORS[name] ?? 37)}│ `
      return splitLines((line) => void sink.write(`${prefix}${readable(line)}\n`))
    },
  }
}

/** Calls back for every complete line; keeps the rest until it is complete. */
function splitLines(onLine: (line: string) => void): (chunk: string) => void {
  let rest = ''
  return (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') onLine(line)
  }
}

const LEVELS: Readonly<Record<number, string>> = { 40: 'warning: ', 50: 'error: ', 60: 'fatal: ' }
const HIDDEN = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'name'])

/** `{"level":30,"msg":"done","jid":"ab"}` → `done jid=ab`; anything else stays as it is. */
export function readable(line: string): string {
  const entry = parseObject(line)
  if (entry === null || typeof entry['msg'] !== 'string') return line
  const level = LEVELS[Number(entry['level'])] ?? ''
  const fields = Object.entries(entry)
    .filter(([key]) => !HIDDEN.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return [`${level}${entry['msg']}`, ...fields].join(' ')
}

function parseObject(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null
  try {
    return JSON.parse(line)
  } catch {
    return null // Not JSON after all: shown as it is.
  }
}
