/**
 * Carries what surrounds a push (the user, the tenant, the language of a request) to the performance
 * of the job, as Rails' CurrentAttributes do with Sidekiq: in a field of the payload, written once,
 * so that retries see what the first run saw.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { JobPayload } from '../job/payload.ts'
import { decodeArguments, encodeArguments } from './active-job-values.ts'
import type { ClientMiddleware, ServerMiddleware } from './chain.ts'

/** A value that flows from a push to its job. */
export interface CurrentContext<Value> {
  /** Runs the function, and all it awaits and pushes, with this value. */
  run<Result>(value: Value, work: () => Result): Result
  /** The value here; undefined outside. */
  get(): Value | undefined
  /** For `new Client({ middleware })` and a launcher's `clientMiddleware`. */
  readonly clientMiddleware: ClientMiddleware
  /** For a launcher's `middleware`; first, so that other layers see the value. */
  readonly serverMiddleware: ServerMiddleware
}

/** Which field of the payload. */
export interface CurrentContextOptions {
  /** `cattr` for the first, `cattr_1`, `cattr_2` … for more, in the order in which Ruby lists them. */
  readonly key?: string
}

/**
 * A context of attributes that Ruby's CurrentAttributes read and write too. Values are JSON; nested
 * objects reach Ruby as hashes with indifferent access. What Ruby writes arrives plain: symbols and
 * times as texts, records as their global ids (`gid://app/User/1`).
 *
 * @example
 * const current = createCurrentContext<{ user_id: number }>()
 * const client = new Client({ redis, middleware: [current.clientMiddleware] })
 * await current.run({ user_id: 42 }, () => client.push(report, []))
 */
export function createCurrentContext<Value extends object>(
  options: CurrentContextOptions = {},
): CurrentContext<Value> {
  return createContext<Value>(options.key ?? 'cattr', {
    write: encodeArguments,
    // The payload holds what `run` was given, here or in Ruby; its type is the program's promise.
    read: (stored) => decodeArguments(stored) as Value,
  })
}

/** The language of the push, in Sidekiq's field `locale`; plain text such as "de". */
export function createLocaleContext(): CurrentContext<string> {
  return createContext<string>('locale', { write: (locale) => locale, read: String })
}

interface Codec<Value> {
  readonly write: (value: Value) => unknown
  readonly read: (stored: unknown) => Value
}

function createContext<Value>(key: string, codec: Codec<Value>): CurrentContext<Value> {
  const storage = new AsyncLocalStorage<Value>()
  return {
    run: (value, work) => storage.run(value, work),
    get: () => storage.getStore(),
    clientMiddleware: async (job, next) => {
      const value = storage.getStore()
      if (value !== undefined) writeOnce(job, key, () => codec.write(value))
      await next()
    },
    serverMiddleware: async ({ payload }, next) => {
      const stored = payload[key]
      if (stored === undefined || stored === null) await storage.exit(next)
      else await storage.run(codec.read(stored), next)
    },
  }
}

/** A job that is pushed again keeps the value of its first push. */
function writeOnce(job: JobPayload, key: string, value: () => unknown): void {
  if (job[key] === undefined) job[key] = value()
}
