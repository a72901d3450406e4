/**
 * Reads `sidekiq.yml`: Ruby's symbols as keys (`:concurrency:`) or plain ones, aliases, and the
 * section named after the environment over the rest.
 */
import { parseDocument } from 'yaml'
import { readErb } from './erb.ts'

/** A capsule as the file describes it. */
export interface YmlCapsule {
  readonly name: string
  readonly concurrency: number | null
  readonly queues: readonly string[]
}

/** What the file says; null and empty where it says nothing. */
export interface YmlOptions {
  readonly concurrency: number | null
  readonly timeoutSeconds: number | null
  readonly queues: readonly string[]
  readonly capsules: readonly YmlCapsule[]
  readonly labels: readonly string[]
  readonly tag: string | null
  readonly requirePath: string | null
  readonly isVerbose: boolean
  readonly health: string | null
  readonly maxRetries: number | null
  readonly deadMaxJobs: number | null
  readonly deadTimeoutSeconds: number | null
  readonly pollIntervalAverageSeconds: number | null
  readonly mistakes: readonly string[]
  readonly warnings: readonly string[]
}

/** A configuration file. */
export interface YmlFile {
  readonly path: string
  readonly text: string
}

type Section = Readonly<Record<string, unknown>>

const KNOWN = new Set([
  'concurrency',
  'timeout',
  'queues',
  'capsules',
  'labels',
  'tag',
  'require',
  'verbose',
  'environment',
  'health_check',
  'max_retries',
  'dead_max_jobs',
  'dead_timeout_in_seconds',
  'average_scheduled_poll_interval',
  'poll_interval_average',
  'strict',
])

/** Keys of others, and where their subject is decided here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  pidfile: 'the service manager knows the process; write no pid file',
  logfile: 'the log goes to standard output',
  daemon: 'the service manager starts it in the background',
  schedule: 'export periodic jobs from the module of the jobs (docs/periodic-jobs.md)',
  scheduler: 'export periodic jobs from the module of the jobs (docs/periodic-jobs.md)',
  cron: 'export periodic jobs from the module of the jobs (docs/periodic-jobs.md)',
  limits: 'give a job a limit in its definition (docs/limits.md)',
}

/** Reads the file for one environment. Never throws: mistakes are in the result, with their line. */
export function readYml(
  file: YmlFile,
  environmentName: string,
  environment: NodeJS.ProcessEnv,
): YmlOptions {
  const erb = readErb(file.text, environment)
  // Ruby's YAML is 1.1: it knows merge keys, and yes and no.
  const document = parseDocument(erb.text, { version: '1.1', prettyErrors: true })
  const reader = new Reader()
  const complaints = [...erb.mistakes, ...document.errors.map(({ message }) => firstLine(message))]
  const whole = complaints.length === 0 ? asSection(document.toJS()) : {}
  const { [environmentName]: section, ...rest } = whole
  const merged = { ...rest, ...asSection(section) }
  reader.warnOfUnknown(merged)
  const options = reader.read(merged)
  const place = (sentence: string): string => `${file.path}: ${sentence}`
  return {
    ...options,
    mistakes: [...complaints, ...reader.mistakes].map(place),
    warnings: reader.warnings.map(place),
  }
}

class Reader {
  readonly mistakes: string[] = []
  readonly warnings: string[] = []

  read(section: Section): Omit<YmlOptions, 'mistakes' | 'warnings'> {
    return {
      concurrency: this.#whole(section, 'concurrency'),
      timeoutSeconds: this.#whole(section, 'timeout'),
      queues: this.#queues(section['queues'], 'queues'),
      capsules: this.#capsules(section['capsules']),
      labels: this.#labels(section['labels']),
      tag: this.#text(section, 'tag'),
      requirePath: this.#text(section, 'require'),
      isVerbose: section['verbose'] === true,
      health: this.#text(section, 'health_check'),
      maxRetries: this.#whole(section, 'max_retries', 0),
      deadMaxJobs: this.#whole(section, 'dead_max_jobs'),
      deadTimeoutSeconds: this.#whole(section, 'dead_timeout_in_seconds'),
      pollIntervalAverageSeconds:
        this.#whole(section, 'average_scheduled_poll_interval') ??
        this.#whole(section, 'poll_interval_average'),
    }
  }

  warnOfUnknown(section: Section): void {
    for (const [key, value] of Object.entries(section)) {
      if (KNOWN.has(key) || isOtherEnvironment(value)) continue
      const elsewhere = ELSEWHERE[key]
      this.warnings.push(
        elsewhere === undefined
          ? `":${key}" is not known and has no effect.`
          : `":${key}" has no effect: ${elsewhere}.`,
      )
    }
  }

  #whole(section: Section, key: string, least = 1): number | null {
    const value = section[key]
    if (value === undefined || value === null || value === '') return null
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= least) return number
    this.mistakes.push(`":${key}" is ${JSON.stringify(value)}; write a whole number from ${least}.`)
    return null
  }

  #text(section: Section, key: string): string | null {
    const value = section[key]
    if (value === undefined || value === null || value === '') return null
    if (typeof value === 'string') return withoutColon(value)
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    this.mistakes.push(`":${key}" is ${JSON.stringify(value)}; write one word.`)
    return null
  }

  #labels(value: unknown): string[] {
    if (value === undefined || value === null) return []
    const labels = Array.isArray(value) ? value : [value]
    return labels.map((label) => withoutColon(String(label)))
  }

  /** `- mail`, `- mail,3`, `- [mail, 3]`, `- mail: 3`, or one map of all. */
  #queues(value: unknown, key: string): string[] {
    if (value === undefined || value === null) return []
    const items = Array.isArray(value) ? value : [value]
    return items.flatMap((item: unknown) => {
      const specs = queueSpecs(item)
      if (specs === null) {
        this.mistakes.push(
          `":${key}" has ${JSON.stringify(item)}; write a name, "name,weight" or [name, weight].`,
        )
      }
      return specs ?? []
    })
  }

  #capsules(value: unknown): YmlCapsule[] {
    if (value === undefined || value === null) return []
    if (typeof value !== 'object' || Array.isArray(value)) {
      this.mistakes.push('":capsules" must name each capsule: "mail: { concurrency, queues }".')
      return []
    }
    return Object.entries(value).map(([name, inner]: [string, unknown]) => {
      const section = asSection(inner)
      const queues = this.#queues(section['queues'], `capsules ${name} queues`)
      if (queues.length === 0) this.mistakes.push(`Capsule "${name}" needs queues.`)
      return { name, concurrency: this.#whole(section, 'concurrency'), queues }
    })
  }
}

function queueSpecs(item: unknown): string[] | null {
  if (typeof item === 'string' && item !== '') return [withoutColon(item)]
  if (Array.isArray(item)) {
    const [name, weight]: unknown[] = item
    const isPair = item.length <= 2 && typeof name === 'string'
    return isPair ? weighted(name, weight ?? 0) : null
  }
  if (typeof item !== 'object' || item === null) return null
  const pairs = Object.entries(item).map(([name, weight]: [string, unknown]) =>
    weighted(name, weight),
  )
  return pairs.every((pair) => pair !== null) ? pairs.flat() : null
}

function weighted(name: string, weight: unknown): string[] | null {
  if (!/^\d+$/.test(String(weight))) return null
  return [Number(weight) === 0 ? withoutColon(name) : `${withoutColon(name)},${String(weight)}`]
}

/** A section for another environment than ours: a map of known keys, or an empty one. */
function isOtherEnvironment(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.keys(value).every((key) => KNOWN.has(key))
}

/** A map with its keys freed of Ruby's colons, at every depth; empty for anything else. */
function asSection(value: unknown): Section {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [
      withoutColon(key),
      isMap(inner) ? asSection(inner) : inner,
    ]),
  )
}

function isMap(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `:mail` is how Ruby writes a symbol. */
function withoutColon(text: string): string {
  return text.startsWith(':') ? text.slice(1) : text
}

function firstLine(text: string): string {
  return text.split('\n')[0]?.replace(/:$/, '') ?? text
}
