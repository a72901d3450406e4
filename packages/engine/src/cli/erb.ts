/**
 * The little Ruby that stands in `sidekiq.yml` files: `<%= ENV['X'] || 5 %>` and its relatives.
 *
 * Ruby is never run. What is not understood is refused with its line, because guessing a number of
 * threads or a queue would be worse than not starting.
 */

/** The text with every expression replaced, and a sentence for each that could not be. */
export interface ErbResult {
  readonly text: string
  readonly mistakes: readonly string[]
}

const TAG = /<%([#=-]?)([\s\S]*?)-?%>/g
const NAME = String.raw`\s*(?:'(?<single>\w+)'|"(?<double>\w+)")\s*`
/** A number, a quoted text without interpolation, or nil. */
const VALUE = String.raw`(?<value>-?\d+(?:\.\d+)?|'[^'#\\]*'|"[^"#\\]*"|nil|true|false)`
const CONVERSION = String.raw`(?:\.(?:to_i|to_s|to_f|to_sym|presence|strip))*`
const FORMS = [
  // ENV['X'], ENV['X'] || 5, (ENV['X'] || 5).to_i
  String.raw`ENV\[${NAME}\]${CONVERSION}(?:\s*(?:\|\||or)\s*${VALUE})?`,
  // ENV.fetch('X'), ENV.fetch('X', 5)
  String.raw`ENV\.fetch\(${NAME}(?:,\s*${VALUE}\s*)?\)`,
  // ENV.fetch('X') { 5 }
  String.raw`ENV\.fetch\(${NAME}\)\s*\{\s*${VALUE}\s*\}`,
  // ENV.fetch 'X', 5
  String.raw`ENV\.fetch\s${NAME}(?:,\s*${VALUE})?`,
  // 5, "text"
  VALUE,
].map((form) => new RegExp(`^${form}${CONVERSION}$`))

/** Replaces what is understood. */
export function readErb(text: string, environment: NodeJS.ProcessEnv): ErbResult {
  const mistakes: string[] = []
  const replaced = text.replaceAll(TAG, (tag: string, kind: string, code: string, at: number) => {
    if (kind === '#') return ''
    const value = kind === '=' ? evaluate(code.trim(), environment) : null
    if (value !== null) return value
    mistakes.push(
      `line ${lineOf(text, at)}: ${tag.replaceAll(/\s+/g, ' ')} is Ruby that is not understood. ` +
        `Write the value itself, or <%= ENV.fetch('NAME', 5) %>.`,
    )
    return ''
  })
  return { text: replaced, mistakes }
}

/** Null for what is not understood, and for a variable that must be there and is not. */
function evaluate(code: string, environment: NodeJS.ProcessEnv): string | null {
  for (const form of FORMS) {
    const found = form.exec(code) ?? form.exec(withoutParentheses(code))
    if (found === null) continue
    const { single, double, value } = found.groups ?? {}
    const name = single ?? double
    const given = name === undefined ? undefined : environment[name]
    if (given === undefined && value === undefined && code.includes('fetch')) return null
    return converted(given ?? unquoted(value), code)
  }
  return null
}

/** `(ENV['X'] || 5).to_i` means the same as without its parentheses here. */
function withoutParentheses(code: string): string {
  const found = /^\(\s*([\s\S]*?)\s*\)((?:\.\w+)*)$/.exec(code)
  return found === null ? code : `${found[1] ?? ''}${found[2] ?? ''}`
}

function unquoted(value: string | undefined): string {
  if (value === undefined || value === 'nil') return ''
  return /^['"]/.test(value) ? value.slice(1, -1) : value
}

function converted(value: string, code: string): string {
  if (!/\.to_i\b/.test(code)) return value
  return String(Number.parseInt(value, 10) || 0) // Ruby: "abc".to_i and nil.to_i are 0.
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length
}
