/**
 * Lua scripts as typed values: where the text lies, how a named input becomes KEYS and ARGV, how
 * the reply becomes a named output.
 *
 * One `.lua` file a script; its header says purpose, KEYS, ARGV, reply and why it must be atomic.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { RedisArgument } from './contract.ts'
import type { Keys } from './keys.ts'

/** A script, ready to be run by `RedisClient.run`. */
export interface Script<Input, Reply> {
  readonly name: string
  /** The Lua source; read from its file when first asked for. */
  readonly source: () => string
  /** SHA-1 of the source in hex: what EVALSHA wants. */
  readonly digest: () => string
  readonly keys: (input: Input, keys: Keys) => readonly string[]
  readonly parameters: (input: Input, keys: Keys) => readonly RedisArgument[]
  readonly reply: (raw: unknown) => Reply
  /** Whether `reply` wants texts as bytes: for stored texts that may not be UTF-8. */
  readonly repliesBytes: boolean
}

/** How to describe a script. */
export interface ScriptDefinition<Input, Reply> {
  /** The file: `new URL('./scripts/name.lua', import.meta.url)`. */
  readonly file: URL
  /** Lua files with local functions that the script uses; put before its text. */
  readonly libraries?: readonly URL[]
  readonly keys: (input: Input, keys: Keys) => readonly string[]
  readonly parameters?: (input: Input, keys: Keys) => readonly RedisArgument[]
  readonly reply: (raw: unknown) => Reply
  /** Default: false, `reply` gets UTF-8 texts. */
  readonly repliesBytes?: boolean
}

/** Makes a script of its description. Reads no file yet. */
export function defineScript<Input, Reply>(
  definition: ScriptDefinition<Input, Reply>,
): Script<Input, Reply> {
  let loaded: { source: string; digest: string } | undefined
  const load = () => (loaded ??= read([...(definition.libraries ?? []), definition.file]))
  return {
    name: definition.file.pathname.split('/').at(-1) ?? '',
    source: () => load().source,
    digest: () => load().digest,
    keys: definition.keys,
    parameters: definition.parameters ?? (() => []),
    reply: definition.reply,
    repliesBytes: definition.repliesBytes ?? false,
  }
}

function read(files: readonly URL[]): { source: string; digest: string } {
  const source = files.map((file) => readFileSync(file, 'utf8')).join('\n')
  return { source, digest: createHash('sha1').update(source).digest('hex') }
}

/** For `reply`: an integer. */
export function asNumber(raw: unknown): number {
  return Number(raw)
}

/** For `reply`: 1 means true. */
export function asBoolean(raw: unknown): boolean {
  return Number(raw) === 1
}

/** For `reply`: a list of texts. */
export function asTexts(raw: unknown): string[] {
  return Array.isArray(raw) ? raw.map(String) : []
}
