/**
 * Takes secrets out of jobs before anything of them reaches a page: by the names of keys at any
 * depth, and by what the values look like.
 *
 * Works on the text, never through a parser: numbers stay digit for digit as they were stored.
 */

import { parseJson, stringifyJson } from '@howdah/engine'
import type { JobRecord } from '@howdah/engine/api'

/** What the host wants hidden, beside what always is. */
export interface RedactionOptions {
  /** More names of keys whose values are hidden, such as `iban`. Capitals, `_` and `-` count nothing. */
  readonly keys?: readonly string[]
  /** Names that are shown although they look secret, such as `token_type`. */
  readonly allowedKeys?: readonly string[]
  /** Hides addresses: `a•••@example.org`. Default false. */
  readonly masksAddresses?: boolean
}

/** What stands where a secret was. */
const REDACTED = '[redacted]'

/** A key that contains one of these holds a secret. Written without capitals, `_` and `-`. */
const SECRET_PARTS = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'token',
  'authorization',
  'cookie',
  'privatekey',
  'apikey',
  'accesskey',
  'credential',
  'otpcode',
  'otpattempt',
]

/** Too short to be looked for inside other words. */
const SECRET_NAMES = new Set(['otp', 'pin', 'cvv', 'auth', 'jwt', 'ssn'])

/** What secrets look like wherever they stand. */
const SECRET_VALUES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/gu,
  /\b(?:Bearer|Basic)\s+[\w.~+/-]{8,}=*/gu,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/gu,
  /(?<=:\/\/[^\s:/@"]{0,100}:)[^\s/@"]{1,200}(?=@)/gu,
  /\b[\da-f]{40,}\b/giu,
]

/** `password=…`, `"token"=>"…"`, `api_key: …` inside a sentence. */
const NAMED_IN_TEXT =
  /((?:password|passwd|passphrase|secret|token|api[_-]?key|authorization|cookie)[\w-]{0,20}\\?["']?\s{0,3}(?:=>|[=:])\s{0,3}\\?["']?)([^\s"'\\,;&})\]]{1,400})/giu

const ADDRESS = /([\w.+-])[\w.+-]{0,63}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,6})/gu

/** Strings, brackets, separators, white space, and anything else: as `views/pretty-json.ts` has it. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|\s+|[^\s{}[\],:"]+|"/gs

/** The text with its e-mail addresses as `a•••@example.org`. */
export function maskAddresses(text: string): string {
  return text.replace(ADDRESS, '$1•••@$2')
}

/** Hides secrets in texts and jobs. */
export class Redactor {
  readonly #secretParts: readonly string[]
  readonly #allowed: ReadonlySet<string>
  readonly #masksAddresses: boolean

  constructor(options: RedactionOptions = {}) {
    this.#secretParts = [...SECRET_PARTS, ...(options.keys ?? []).map(plain)]
    this.#allowed = new Set((options.allowedKeys ?? []).map(plain))
    this.#masksAddresses = options.masksAddresses ?? false
  }

  /** The job as it may be shown. `raw` and `exact` stay: actions compare by them. */
  job<Job extends JobRecord>(job: Job): Job {
    const isWrapped = job.displayClass !== job.class
    return {
      ...job,
      argsJson: this.json(job.argsJson),
      displayArgs: isWrapped ? this.#values(job.displayArgs) : job.displayArgs,
      errorMessage: job.errorMessage === null ? null : this.text(job.errorMessage),
      errorBacktrace: job.errorBacktrace?.map((line) => this.text(line)) ?? null,
      tags: job.tags.map((tag) => this.text(tag)),
    }
  }

  /** JSON text without the values of secret keys, whatever they are. Never throws. */
  json(text: string): string {
    const tokens = text.match(TOKENS) ?? []
    let output = ''
    for (let index = 0; index < tokens.length; index += 1) {
      const token = tokens[index] ?? ''
      const colon = token.startsWith('"') ? afterSpace(tokens, index + 1) : index
      if (token.startsWith('"') && tokens[colon] === ':' && this.#isSecret(token)) {
        const value = afterSpace(tokens, colon + 1)
        output += `${tokens.slice(index, value).join('')}"${REDACTED}"`
        index = endOfValue(tokens, value)
        continue
      }
      output += token.startsWith('"') ? this.text(token) : token
    }
    return output
  }

  /** A text without what looks like a secret. */
  text(text: string): string {
    let shown = text
    for (const pattern of SECRET_VALUES) shown = shown.replace(pattern, REDACTED)
    shown = shown.replace(NAMED_IN_TEXT, (_whole, name: string) => `${name}${REDACTED}`)
    return this.#masksAddresses ? maskAddresses(shown) : shown
  }

  #values(values: readonly unknown[]): readonly unknown[] {
    try {
      const shown = parseJson(this.json(stringifyJson(values)))
      return Array.isArray(shown) ? shown : [REDACTED]
    } catch {
      return [REDACTED] // A secret went on beyond the end of its text; better all than a half of it.
    }
  }

  #isSecret(token: string): boolean {
    const name = plain(token)
    if (this.#allowed.has(name)) return false
    return SECRET_NAMES.has(name) || this.#secretParts.some((part) => name.includes(part))
  }
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/gu, '')
}

function afterSpace(tokens: readonly string[], index: number): number {
  let next = index
  while (tokens[next]?.trim() === '') next += 1
  return next
}

/** The index of a value's last token: of its closing bracket, or of itself. */
function endOfValue(tokens: readonly string[], start: number): number {
  let depth = 0
  for (let index = start; index < tokens.length; index += 1) {
    const token = tokens[index] ?? ''
    if (token === '{' || token === '[') depth += 1
    if (token === '}' || token === ']') depth -= 1
    if (depth <= 0) return index
  }
  return tokens.length
}
