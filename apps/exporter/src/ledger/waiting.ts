/**
 * Why an export waits, its place in the line, and when it starts and ends: worked out here once, for
 * the pages, the API and the command line.
 */
import type { RedisClient } from '@howdah/engine'
import { Kept, type ProcessRecord, ProcessSet } from '@howdah/engine/api'
import type { Kysely } from 'kysely'
import type { ExportWindow } from '../config/export-window.ts'
import { forecast, PastSpeeds, type Forecast, type TimeRange } from './forecast.ts'
import { type Line, LONGEST_LINE, readLine, readPastRuns } from './line.ts'
import {
  type LiveQueue,
  type LiveQueues,
  queueOf,
  readLiveQueues,
  type Sought,
} from './live-queue.ts'
import type { LedgerDatabase } from './tables.ts'
import type { ExportRecord, ExportState } from './types.ts'

/** What keeps an export from starting; the first that applies is the one to act upon. */
export type WaitReason =
  | { readonly kind: 'no-process'; readonly queue: string }
  | { readonly kind: 'paused'; readonly queue: string }
  | { readonly kind: 'clock'; readonly dueAt: Date; readonly hasPollers: boolean }
  | { readonly kind: 'window'; readonly opensAt: Date; readonly window: string | null }
  | { readonly kind: 'time'; readonly at: Date }
  | { readonly kind: 'turn'; readonly at: Date }
  | { readonly kind: 'retry'; readonly at: Date; readonly attempt: number; readonly of: number }
  | { readonly kind: 'limit'; readonly running: number; readonly total: number }
  | { readonly kind: 'member' }
  | { readonly kind: 'ahead'; readonly count: number }
  | { readonly kind: 'next' }
  /** Redis does not answer, or the line is longer than anybody counts. */
  | { readonly kind: 'unknown' }

export interface WaitingFacts {
  readonly exportId: string
  readonly queue: string
  /** Exports before it; null when nobody can tell. */
  readonly ahead: number | null
  /** At least one. */
  readonly reasons: readonly [WaitReason, ...WaitReason[]]
  /** Learnt from past runs; null when unknown, or when something keeps everything from starting. */
  readonly starts: TimeRange | null
  readonly finishes: TimeRange | null
  /** Past runs it was learnt from. */
  readonly runs: number
}

/** When it may be ready, and the past runs that this was learnt from. */
export interface Remaining extends TimeRange {
  readonly runs: number
}

/** What Redis says, and the facts of the exports that wait. */
export interface Outlook {
  /** Null while Redis does not answer. */
  readonly live: LiveQueues | null
  /** When Redis answered last; null where it has not since the process began. */
  readonly answeredAt: Date | null
  readonly facts: ReadonlyMap<string, WaitingFacts>
}

export interface WaitingOptions {
  readonly db: Kysely<LedgerDatabase>
  readonly redis: RedisClient
  /** The usual queue. */
  readonly queue: string
  readonly window: ExportWindow | null
}

const WAITING: readonly ExportState[] = ['pending', 'scheduled', 'retrying']

export function isWaiting(state: ExportState): boolean {
  return WAITING.includes(state)
}

/** However many members look at their page at once, the line is read so often. */
const LINE_AGE = { freshMs: 2_000, staleMs: 10_000 }
/** Past runs change slowly. */
const SPEEDS_AGE = { freshMs: 60_000, staleMs: 600_000 }
/** Reading so many processes takes no longer than a page's other numbers: they are read each time. */
const FEW_PROCESSES = 20
/** More are held for a second: they beat every ten. */
const PROCESSES_AGE = { freshMs: 1_000 }
/** The clock looks every five seconds on average; half a minute late is no hiccup. */
const OVERDUE_MS = 30_000

export class Waiting {
  readonly #options: WaitingOptions
  readonly #line = new Kept<Line>()
  readonly #speeds = new Kept<PastSpeeds>()
  readonly #processes = new Kept<readonly ProcessRecord[]>({
    isWorthKeeping: ({ length }) => length > FEW_PROCESSES,
  })
  #forecast: Forecasted | null = null
  #answeredAt: Date | null = null

  constructor(options: WaitingOptions) {
    this.#options = options
  }

  /**
   * Looks at these exports; those that do not wait get no facts, but their jobs are located.
   * @param others jobs that are located too, without facts
   */
  async look(
    records: readonly ExportRecord[],
    now: Date,
    others: readonly Sought[] = [],
  ): Promise<Outlook> {
    const { redis, queue } = this.#options
    const waiting = records.filter(({ state }) => isWaiting(state))
    const [live, line, speeds] = await Promise.all([
      readLiveQueues(redis, {
        usual: queue,
        exports: needed([...records, ...others]),
        processes: () => this.#readProcesses(now),
      }),
      waiting.length === 0 ? NOBODY : this.#lineWith(waiting, now),
      waiting.length === 0 ? NO_SPEEDS : this.#readSpeeds(now),
    ])
    if (live !== null) this.#answeredAt = now
    const forecasts = this.#forecastOf({ line, speeds }, live, now)
    const facts = waiting.map((record) =>
      this.#describe(record, live, { forecast: forecasts.get(record.id) ?? null, now }),
    )
    const byId = new Map(facts.map((one) => [one.exportId, one]))
    return { live, answeredAt: this.#answeredAt, facts: byId }
  }

  /** When a running export may be ready, judged by similar ones; null when too few have run. */
  async remaining(
    { type, estimatedBytes, startedAt }: ExportRecord,
    now: Date,
  ): Promise<Remaining | null> {
    if (startedAt === null) return null
    const usual = (await this.#readSpeeds(now)).range(type, estimatedBytes)
    if (usual === null) return null
    const after = (seconds: number): Date => new Date(startedAt.getTime() + seconds * 1_000)
    return { from: after(usual.low), to: after(usual.high), runs: usual.runs }
  }

  #describe(
    record: ExportRecord,
    live: LiveQueues | null,
    { forecast: found, now }: { readonly forecast: Forecast | null; readonly now: Date },
  ): WaitingFacts {
    const queue = live === null ? null : queueOf(live, record)
    const ahead = found?.ahead ?? null
    const inTheWay = obstacles(record, queue, now)
    const isBlocked = queue === null || inTheWay.length > 0
    const [first, ...others] = [
      ...inTheWay,
      ...ownReasons(record, this.#options.window, now),
      ...lineReasons(record, live, ahead, now),
    ]
    const otherwise = ahead === 0 && !isBlocked ? 'next' : 'unknown'
    return {
      exportId: record.id,
      queue: queue?.name ?? record.queue ?? this.#options.queue,
      ahead,
      reasons: [first ?? { kind: otherwise }, ...others],
      starts: isBlocked ? null : (found?.starts ?? null),
      finishes: isBlocked ? null : (found?.finishes ?? null),
      runs: found?.runs ?? 0,
    }
  }

  /** A line that was read before one of these came into it is read again. */
  async #lineWith(waiting: readonly ExportRecord[], now: Date): Promise<Line> {
    const line = await this.#readLine(now)
    if (line.waiting.length >= LONGEST_LINE) return line
    const known = new Set(line.waiting.map(({ id }) => id))
    if (waiting.every(({ id }) => known.has(id))) return line
    this.#line.forget()
    return this.#readLine(now)
  }

  async #readLine(now: Date): Promise<Line> {
    const { db } = this.#options
    return (await this.#line.get(LINE_AGE, () => readLine(db), now)).value
  }

  async #readSpeeds(now: Date): Promise<PastSpeeds> {
    const { db } = this.#options
    const load = async (): Promise<PastSpeeds> => new PastSpeeds(await readPastRuns(db))
    return (await this.#speeds.get(SPEEDS_AGE, load, now)).value
  }

  async #readProcesses(now: Date): Promise<readonly ProcessRecord[]> {
    const { redis } = this.#options
    return (await this.#processes.get(PROCESSES_AGE, () => ProcessSet.fetch(redis), now)).value
  }

  /** Of a line that is kept the forecast is kept too: it is no more exact than the line. */
  #forecastOf({ line, speeds }: Basis, live: LiveQueues | null, now: Date): Forecasts {
    if (line === NOBODY) return NO_FORECASTS
    const queues = [...new Set(line.waiting.map(({ queue }) => queue))]
    const slots = new Map(queues.map((name) => [name, slotsOf(live, name)]))
    const capacity = [...slots.values()].join(' ')
    const known = this.#forecast
    if (known?.line === line && known.speeds === speeds && known.capacity === capacity) {
      return known.forecasts
    }
    const { window } = this.#options
    const forecasts = forecast(line, {
      speeds,
      now,
      window,
      slots: (name) => slots.get(name) ?? null,
    })
    this.#forecast = { line, speeds, capacity, forecasts }
    return forecasts
  }
}

interface Basis {
  readonly line: Line
  readonly speeds: PastSpeeds
}

type Forecasts = ReadonlyMap<string, Forecast>

/** A forecast, and what it was made of. */
interface Forecasted extends Basis {
  readonly capacity: string
  readonly forecasts: Forecasts
}

/**
 * Jobs that are worth a search through Redis: the ledger knows where the others lie. One alone is
 * always looked for.
 */
function needed(records: readonly Sought[]): readonly Sought[] {
  return records.length === 1 ? records : records.filter(({ state }) => state === 'pending')
}

const NOBODY: Line = { waiting: [], running: [] }
const NO_SPEEDS = new PastSpeeds([])
const NO_FORECASTS: Forecasts = new Map()

function slotsOf(live: LiveQueues | null, name: string | null): number | null {
  if (live === null) return null
  const { capacity } = live.named(name ?? live.usual)
  return Math.min(capacity, live.limit.rule.total ?? capacity)
}

/** What keeps everything in the queue from starting, until somebody acts. */
function obstacles(record: ExportRecord, queue: LiveQueue | null, now: Date): WaitReason[] {
  if (queue === null) return []
  const found: WaitReason[] = []
  if (queue.listeners === 0) found.push({ kind: 'no-process', queue: queue.name })
  if (queue.isPaused) found.push({ kind: 'paused', queue: queue.name })
  const { runsAt } = record
  if (runsAt !== null && now.getTime() - runsAt.getTime() > OVERDUE_MS) {
    found.push({ kind: 'clock', dueAt: runsAt, hasPollers: queue.pollers > 0 })
  }
  return found
}

/** What the export itself waits for. */
function ownReasons(record: ExportRecord, window: ExportWindow | null, now: Date): WaitReason[] {
  const { runsAt, state } = record
  if (runsAt === null || runsAt <= now) return []
  if (state === 'retrying') {
    const attempt = Math.min(record.attempts + 1, record.maxAttempts)
    return [{ kind: 'retry', at: runsAt, attempt, of: record.maxAttempts }]
  }
  if (state !== 'scheduled') return []
  if (record.waitsFor === 'window') {
    return [{ kind: 'window', opensAt: runsAt, window: window?.text ?? null }]
  }
  return [{ kind: record.waitsFor === 'turn' ? 'turn' : 'time', at: runsAt }]
}

/** Who else runs or waits. */
function lineReasons(
  record: ExportRecord,
  live: LiveQueues | null,
  ahead: number | null,
  now: Date,
): WaitReason[] {
  const isLater = record.runsAt !== null && record.runsAt > now
  const found: WaitReason[] = []
  if (!isLater && live !== null) found.push(...limitReasons(record, live))
  if (ahead !== null && ahead > 0) found.push({ kind: 'ahead', count: ahead })
  return found
}

function limitReasons(record: ExportRecord, { limit, locations }: LiveQueues): WaitReason[] {
  const { total } = limit.rule
  if (total !== null && limit.held >= total) return [{ kind: 'limit', running: limit.held, total }]
  return locations.get(record.jid ?? '')?.kind === 'parked' ? [{ kind: 'member' }] : []
}
