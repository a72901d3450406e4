/**
 * What `-r` names: a module, or a folder of modules, whose exports are job definitions. Every
 * definition that is exported is taken, in arrays and objects too; a few names mean something of
 * their own.
 */
import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { LauncherOptions, LifecycleHandlers } from '../config/settings.ts'
import { InvalidSettingsError, toError } from '../errors.ts'
import type { JobDefinition } from '../job/definition.ts'

/** What was found, as the launcher takes it. */
export type LoadedJobs = Pick<
  LauncherOptions,
  'jobs' | 'periodic' | 'middleware' | 'clientMiddleware' | 'deathHandlers' | 'errorHandlers' | 'on'
>

/** Lists, one after another where several modules have one. */
const LISTS = [
  'periodic',
  'middleware',
  'clientMiddleware',
  'deathHandlers',
  'errorHandlers',
] as const

const MODULE = /(?<!\.d)\.(?:ts|mts|js|mjs)$/
const TEST = /\.(?:test|spec)\./

type Exports = Readonly<Record<string, unknown>>

/** Loads the modules. Throws InvalidSettingsError where there is none or one cannot be loaded. */
export async function loadJobs(path: string): Promise<LoadedJobs> {
  const modules: Exports[] = []
  for (const file of findModules(resolve(path))) modules.push(await load(file))
  const jobs = new Set(modules.flatMap(jobsOf))
  if (jobs.size === 0) {
    throw new InvalidSettingsError(
      `${path} exports no job. Export what defineJob() gives: "export const greet = defineJob({…})".`,
    )
  }
  const lists = LISTS.map((name) => [name, modules.flatMap((exports) => listOf(exports, name))])
  const on = joinHandlers(modules.map((exports) => exports['on']))
  return { jobs: [...jobs], on, ...(Object.fromEntries(lists) as Omit<LoadedJobs, 'jobs' | 'on'>) }
}

/** What begins is told in the order of the modules, what ends in the opposite one, as in Ruby. */
const BACKWARDS = new Set(['quiet', 'shutdown', 'exit'])

/** One handler for each event that calls those of all modules. */
function joinHandlers(all: readonly unknown[]): LifecycleHandlers {
  const byEvent = new Map<string, EventHandler[]>()
  for (const on of all) {
    for (const [event, handler] of Object.entries(on ?? {})) {
      if (typeof handler !== 'function') {
        throw new InvalidSettingsError(`The export "on" has no function for "${event}".`)
      }
      const call: EventHandler = async () => void (await handler())
      const handlers = byEvent.get(event) ?? []
      byEvent.set(event, BACKWARDS.has(event) ? [call, ...handlers] : [...handlers, call])
    }
  }
  return Object.fromEntries([...byEvent].map(([event, handlers]) => [event, inTurn(handlers)]))
}

type EventHandler = () => Promise<void>

/** All are called, even when one fails; the first error is thrown then. */
function inTurn(handlers: readonly EventHandler[]): EventHandler {
  return async () => {
    const errors: unknown[] = []
    for (const handler of handlers) await handler().catch((error: unknown) => errors.push(error))
    if (errors.length > 0) throw errors[0]
  }
}

/** A folder with an index is that module; without one it is all its modules, at any depth. */
function findModules(path: string): string[] {
  if (!isFolder(path)) return [path]
  const entries = readdirSync(path, { withFileTypes: true })
  const index = entries.find(({ name }) => MODULE.test(name) && name.startsWith('index.'))
  if (index !== undefined) return [join(path, index.name)]
  return entries
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .sort((one, other) => one.name.localeCompare(other.name))
    .flatMap((entry) => {
      const inner = join(path, entry.name)
      if (entry.isDirectory()) return findModules(inner)
      return MODULE.test(entry.name) && !TEST.test(entry.name) ? [inner] : []
    })
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch (error) {
    throw new InvalidSettingsError(`-r names ${path}, which is not there.`, { cause: error })
  }
}

async function load(file: string): Promise<Exports> {
  try {
    return (await import(pathToFileURL(file).href)) as Exports
  } catch (error) {
    const { message } = toError(error)
    const isTypeScript = error instanceof Error && 'code' in error && error.code === UNKNOWN_SUFFIX
    const hint = isTypeScript
      ? ' Node.js 22.18 and later read TypeScript as it is; with an older one, name the compiled file.'
      : ''
    throw new InvalidSettingsError(`${file} cannot be loaded: ${message}.${hint}`, { cause: error })
  }
}

const UNKNOWN_SUFFIX = 'ERR_UNKNOWN_FILE_EXTENSION'

function jobsOf(exports: Exports): JobDefinition[] {
  return Object.values(exports).flatMap((value) => collect(value, 0))
}

/** Lists of maps of jobs are as deep as anybody goes. */
const MAX_DEPTH = 3

function collect(value: unknown, depth: number): JobDefinition[] {
  if (isJobDefinition(value)) return [value]
  if (typeof value !== 'object' || value === null || depth === MAX_DEPTH) return []
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
  return isPlain ? Object.values(value).flatMap((inner) => collect(inner, depth + 1)) : []
}

function isJobDefinition(value: unknown): value is JobDefinition {
  return (
    typeof value === 'object' &&
    value !== null &&
    'class' in value &&
    typeof value.class === 'string' &&
    'args' in value &&
    'perform' in value &&
    typeof value.perform === 'function'
  )
}

function listOf(exports: Exports, name: (typeof LISTS)[number]): unknown[] {
  const list = exports[name]
  if (list === undefined) return []
  if (Array.isArray(list)) return list
  throw new InvalidSettingsError(`The export "${name}" must be an array, not ${typeof list}.`)
}
