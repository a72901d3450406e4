/**
 * When the exports of a line start and end, as ranges learnt from past runs. Pure.
 *
 * The line is played forward twice: once as if every export took as long as the quick ones among
 * those of its type and size, once as the slow ones. Where too few have run to tell, nothing is
 * said, neither of it nor of those behind it.
 */
import { nextClosing, nextOpening, type ExportWindow } from '../config/export-window.ts'
import type { Line, LineEntry, PastRun, RunningEntry } from './line.ts'
import type { ExportType } from './types.ts'

/** Fewer tell nothing. */
const ENOUGH_RUNS = 3
/** A third to three times the size counts as similar; below this size all are alike. */
const SIMILAR = 3
const SMALL_BYTES = 5_000_000
/** The quickest and the slowest tenth are left out. */
const QUICK_SHARE = 0.1
const SLOW_SHARE = 0.9
const DAYS_AHEAD = 14
const DAY_MS = 86_400_000

export interface SecondsRange {
  readonly low: number
  readonly high: number
  /** Runs it was learnt from. */
  readonly runs: number
}

export interface TimeRange {
  readonly from: Date
  readonly to: Date
}

export interface Forecast {
  /** 0 = the next of its queue. */
  readonly ahead: number
  readonly starts: TimeRange | null
  readonly finishes: TimeRange | null
  /** Past runs that the time it takes is learnt from; 0: unknown. */
  readonly runs: number
}

/** How long exports took, by type and size. */
export class PastSpeeds {
  readonly #runs: ReadonlyMap<ExportType, readonly PastRun[]>
  readonly #known = new Map<string, SecondsRange | null>()

  constructor(runs: readonly PastRun[]) {
    this.#runs = Map.groupBy(runs, ({ type }) => type)
  }

  /** Of similar ones; null when too few have run. `bytes` null: of all of the type. */
  range(type: ExportType, bytes: number | null): SecondsRange | null {
    // Sizes that differ by a few per cent share an answer: a line of 10,000 needs some dozens.
    const step = bytes === null ? null : Math.round(Math.log(Math.max(bytes, SMALL_BYTES)) * 20)
    const key = `${type} ${step}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const size = step === null ? null : Math.exp(step / 20)
    const range = rangeOf((this.#runs.get(type) ?? []).filter((run) => isSimilar(run, size)))
    this.#known.set(key, range)
    return range
  }
}

function isSimilar(run: PastRun, size: number | null): boolean {
  if (size === null || run.type === 'migration') return true
  const ratio = Math.max(run.sizeBytes, SMALL_BYTES) / size
  return ratio >= 1 / SIMILAR && ratio <= SIMILAR
}

function rangeOf(runs: readonly PastRun[]): SecondsRange | null {
  if (runs.length < ENOUGH_RUNS) return null
  const seconds = runs.map((run) => run.seconds).sort((a, b) => a - b)
  const at = (share: number): number => seconds[Math.round(share * (seconds.length - 1))] ?? 0
  return { low: at(QUICK_SHARE), high: at(SLOW_SHARE), runs: runs.length }
}

export interface ForecastOptions {
  readonly speeds: PastSpeeds
  readonly window: ExportWindow | null
  /** Exports that run at once from this queue (null: the usual one); 0 or null: nobody can tell. */
  readonly slots: (queue: string | null) => number | null
  readonly now: Date
}

/** By the id of each export that waits. */
export function forecast(line: Line, options: ForecastOptions): ReadonlyMap<string, Forecast> {
  const found = new Map<string, Forecast>()
  const hours = new OpenHours(options.window, options.now)
  const queues = new Set(line.waiting.map(({ queue }) => queue))
  for (const queue of queues) {
    const waiting = line.waiting.filter((entry) => entry.queue === queue)
    const running = line.running.filter((entry) => entry.queue === queue)
    const starts = startTimes({ waiting, running, slots: options.slots(queue) }, hours, options)
    for (const [index, entry] of waiting.entries()) {
      found.set(entry.id, describe(entry, index, starts[index] ?? null, options))
    }
  }
  return found
}

interface StartTimes {
  readonly lowMs: number
  readonly highMs: number
}

function describe(
  entry: LineEntry,
  ahead: number,
  start: StartTimes | null,
  { speeds }: ForecastOptions,
): Forecast {
  const own = speeds.range(entry.type, entry.estimatedBytes)
  const starts = start === null ? null : rangeFrom(start.lowMs, start.highMs)
  const finishes =
    start === null || own === null
      ? null
      : rangeFrom(start.lowMs + own.low * 1_000, start.highMs + own.high * 1_000)
  return { ahead, starts, finishes, runs: own?.runs ?? 0 }
}

function rangeFrom(lowMs: number, highMs: number): TimeRange {
  return { from: new Date(lowMs), to: new Date(Math.max(lowMs, highMs)) }
}

interface QueueLine {
  readonly waiting: readonly LineEntry[]
  readonly running: readonly RunningEntry[]
  readonly slots: number | null
}

/** Null from the first on whose end cannot be told. */
function startTimes(
  line: QueueLine,
  hours: OpenHours,
  { speeds, now }: ForecastOptions,
): readonly (StartTimes | null)[] {
  if (line.slots === null || line.slots <= 0) return []
  // A server of thousands of slots has no more of them than exports that could fill them.
  const count = Math.min(line.slots, line.running.length + line.waiting.length)
  const low = new Slots(count, now.getTime())
  const high = new Slots(count, now.getTime())
  for (const run of line.running) {
    const usual = speeds.range(run.type, run.estimatedBytes) ?? speeds.range(run.type, null)
    if (usual === null) return []
    low.occupy(now.getTime())
    high.occupy(Math.max(now.getTime(), run.startedAtMs + usual.high * 1_000))
  }
  const starts: (StartTimes | null)[] = []
  for (const entry of line.waiting) {
    const usual = speeds.range(entry.type, entry.estimatedBytes) ?? speeds.range(entry.type, null)
    const lowMs = low.next((ms) => hours.open(entry, ms), usual?.low ?? 0)
    const highMs = high.next((ms) => hours.open(entry, ms), usual?.high ?? 0)
    starts.push({ lowMs, highMs })
    if (usual === null) break
  }
  return starts
}

/** When each of the places in which exports run is free: a heap, the first to be free on top. */
class Slots {
  readonly #freeAtMs: Float64Array
  #occupied = 0
  #isHeap = true

  constructor(count: number, nowMs: number) {
    this.#freeAtMs = new Float64Array(count).fill(nowMs)
  }

  /** To be told before anybody asks for the next. */
  occupy(untilMs: number): void {
    const index = this.#occupied % this.#freeAtMs.length
    this.#freeAtMs[index] = Math.max(this.#freeAtMs[index] ?? 0, untilMs)
    this.#occupied += 1
    this.#isHeap = false
  }

  /** Gives the start of one that takes so long in the place that is free first. */
  next(mayStart: (atMs: number) => number, seconds: number): number {
    if (!this.#isHeap) this.#freeAtMs.sort() // What is sorted is a heap.
    this.#isHeap = true
    const startMs = mayStart(this.#freeAtMs[0] ?? 0)
    this.#sink(startMs + seconds * 1_000)
    return startMs
  }

  /** Puts this in the place of the first, and it where it belongs. */
  #sink(freeAtMs: number): void {
    const heap = this.#freeAtMs
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if ((heap[child + 1] ?? Infinity) < (heap[child] ?? 0)) child += 1
      if ((heap[child] ?? 0) >= freeAtMs) break
      heap[at] = heap[child] ?? 0
      at = child
    }
    heap[at] = freeAtMs
  }
}

/** The open hours of the next days, worked out once for a whole line. */
class OpenHours {
  readonly #spans: readonly { readonly fromMs: number; readonly toMs: number }[] | null

  constructor(window: ExportWindow | null, now: Date) {
    this.#spans = window === null ? null : spansOf(window, now)
  }

  /** The first moment from `ms` on at which this one may start. */
  open(entry: LineEntry, ms: number): number {
    const readyMs = Math.max(ms, entry.readyAtMs)
    if (this.#spans === null || entry.waitsFor !== 'window' || entry.hasRun) return readyMs
    const span = this.#spans.find(({ toMs }) => toMs > readyMs)
    // Beyond the days that are worked out an estimate is a guess anyway.
    return span === undefined ? readyMs : Math.max(readyMs, span.fromMs)
  }
}

function spansOf(window: ExportWindow, now: Date): { fromMs: number; toMs: number }[] {
  const spans: { fromMs: number; toMs: number }[] = []
  let at = now
  while (at.getTime() < now.getTime() + DAYS_AHEAD * DAY_MS) {
    const from = nextOpening(window, at)
    const to = nextClosing(window, from)
    spans.push({ fromMs: from.getTime(), toMs: to.getTime() })
    at = to
  }
  return spans
}
