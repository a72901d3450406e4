/**
 * What every page is given: the options, who looks, the moment, the address.
 */

import { Stats } from '@howdah/engine/api'
import type { JobRecord, StatsRecord } from '@howdah/engine/api'
import type { RedisClient } from '@howdah/engine'
import { withDeadline } from '../http/deadline.ts'
import { readFlash } from '../http/flash-cookie.ts'
import { currentReader } from '../language/reader.ts'
import type { OperationRunner } from '../live/operation-runner.ts'
import type { Watch } from '../live/watch.ts'
import type { ConsoleAction, ConsoleOptions, JobNote, Viewer } from '../options.ts'
import { tellLook } from './look.ts'
import { Redactor } from '../redaction/redactor.ts'
import type { FlashMessage } from '../views/flash.tsx'

/** One request for one page. */
export interface PageContext {
  readonly options: ConsoleOptions
  readonly redis: RedisClient
  readonly basePath: string
  readonly request: Request
  readonly url: URL
  readonly viewer: Viewer
  readonly now: Date
  readonly flash: FlashMessage | null
  /** What this server remembers for all its readers. */
  readonly watch: Watch
  /** Works off operations in the background. */
  readonly runner: OperationRunner
  /** Hides secrets; every job goes through it before it is shown. */
  readonly redactor: Redactor
  /** The numbers in the tabs; read once however often it is called. */
  stats(): Promise<StatsRecord>
  /** Notes of the host on these jobs, none when it has none or fails. */
  notes(jobs: readonly JobRecord[]): Promise<ReadonlyMap<string, JobNote>>
  /** Tells the host whose arguments are about to be shown; throws when it cannot take note. */
  look(jobs: readonly JobRecord[], notes: ReadonlyMap<string, JobNote>): Promise<void>
  /** As `look`, for a list: no arguments are shown there to a reader who hides them. */
  lookAtList(jobs: readonly JobRecord[], notes: ReadonlyMap<string, JobNote>): Promise<void>
  /** Tells the host what was done. A failing host does not undo it. */
  report(action: Omit<ConsoleAction, 'viewer'>): Promise<void>
}

/** Longer than any healthy answer (milliseconds), shorter than a reader's patience. */
const REDIS_LIMIT_MS = 3_000

/** What a context is made of. */
export interface ContextParts {
  readonly options: ConsoleOptions
  readonly watch: Watch
  readonly runner: OperationRunner
  readonly viewer: Viewer
}

/** The context of a request by a viewer who may look. */
export function createContext(request: Request, parts: ContextParts): PageContext {
  const { options, watch, runner, viewer } = parts
  const { redis } = options
  const url = new URL(request.url)
  let stats: Promise<StatsRecord> | undefined
  const readStats = () => Stats.fetch(redis, { processes: watch.processes() })
  const look: PageContext['look'] = (jobs, notes) =>
    tellLook(options, { viewer, page: url.pathname, jobs, notes })
  return {
    options,
    redis,
    watch,
    runner,
    basePath: basePathOf(options),
    request,
    url,
    viewer,
    now: new Date(),
    flash: readFlash(request),
    redactor: new Redactor({
      ...options.redaction,
      masksAddresses: viewer.seesAddresses === false,
    }),
    stats: () => (stats ??= withDeadline(readStats(), REDIS_LIMIT_MS)),
    notes: (jobs) => describe(options, jobs),
    look,
    lookAtList: async (jobs, notes) => {
      if (!currentReader().preferences.hidesArguments) await look(jobs, notes)
    },
    report: (action) => tell(options, { ...action, viewer }),
  }
}

/** The base path without a slash at its end, `""` for the root. */
export function basePathOf(options: ConsoleOptions): string {
  return (options.basePath ?? '').replace(/\/+$/, '')
}

async function describe(
  options: ConsoleOptions,
  jobs: readonly JobRecord[],
): Promise<ReadonlyMap<string, JobNote>> {
  const none = new Map<string, JobNote>()
  if (options.describeJob === undefined || jobs.length === 0) return none
  try {
    return await options.describeJob(jobs)
  } catch (error) {
    options.onError?.(error)
    return none // The host's database may be down; the queues can still be looked at.
  }
}

async function tell(options: ConsoleOptions, action: ConsoleAction): Promise<void> {
  try {
    await options.onAction?.(action)
  } catch (error) {
    options.onError?.(error)
  }
}
