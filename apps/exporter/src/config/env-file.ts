/**
 * Reads a `.env.production` as Mastodon's dotenv does, and as Docker's `env_file` does where the
 * two differ only in quotes.
 *
 * - `NAME=value`, `export NAME=value`; blank lines and lines that begin with `#` mean nothing
 * - 'single quotes' keep everything as it is; "double quotes" know \n, \" and \\; both may span lines
 * - without quotes the value ends at ` #` or at the end of the line
 * - `$NAME` and `${NAME}` outside single quotes stand for a variable read before
 */

const LINE =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.]*)[ \t]*(?:=|:[ \t])[ \t]*('(?:\\'|[^'])*'|"(?:\\"|[^"])*"|[^#\r\n]*?(?:[^\s#]#[^\r\n]*?)*)[ \t]*(?:#[^\r\n]*)?$/gm

const REFERENCE = /\\?\$(?:\{(\w+)\}|(\w+))/g

export type Environment = Readonly<Record<string, string | undefined>>

/** @param base where references look after the file itself, usually `process.env` */
export function parseEnvFile(text: string, base: Environment = {}): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [, name = '', raw = ''] of text.replace(/^\uFEFF/, '').matchAll(LINE)) {
    values[name] = unquote(raw.trim(), (wanted) => base[wanted] ?? values[wanted] ?? '')
  }
  return values
}

function unquote(raw: string, lookUp: (name: string) => string): string {
  const quote = raw[0]
  const isQuoted = raw.length >= 2 && (quote === "'" || quote === '"') && raw.endsWith(quote)
  if (!isQuoted) return expand(raw, lookUp)
  const inner = raw.slice(1, -1)
  return quote === "'" ? inner : expand(unescape(inner), lookUp)
}

function unescape(text: string): string {
  return text.replaceAll(/\\([nr"\\])/g, (_, letter: string) => {
    if (letter === 'n') return '\n'
    return letter === 'r' ? '\r' : letter
  })
}

function expand(text: string, lookUp: (name: string) => string): string {
  return text.replaceAll(REFERENCE, (whole: string, braced?: string, bare?: string) =>
    whole.startsWith('\\') ? whole.slice(1) : lookUp(braced ?? bare ?? ''),
  )
}
