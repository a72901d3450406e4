/**
 * Reads this process's vitals every second and at each change of its state, and hands them to
 * whoever answers for it: a thread of its own (health endpoint, systemd), or its supervisor. Where
 * nobody asks, nothing is read.
 */
import type { ServerSettings } from '../config/settings.ts'
import type { Heartbeat } from './heartbeat.ts'
import type { Liveness } from './liveness.ts'
import { isSupervised, ParentLink } from './parent-link.ts'
import { readNotifySettings } from './systemd.ts'
import type { UnitOfWork } from './unit-of-work.ts'
import { monotonicMs } from './vitals.ts'
import type { ProcessState, RunningJob, Vitals } from './vitals.ts'
import { VitalsService } from './vitals-service.ts'
import type { VitalsOutlet } from './vitals-service.ts'

/** Often enough for a probe, and one small object a second. */
const READ_INTERVAL_MS = 1_000

/** What is looked at. */
export interface VitalSource {
  readonly identity: string
  readonly settings: ServerSettings
  readonly managers: readonly ManagerVitals[]
  readonly liveness: Pick<Liveness, 'renewedAgoMs' | 'renewals'>
  readonly heartbeat: Pick<Heartbeat, 'roundTripMs'>
}

/** What a manager tells of its capsule. */
export interface ManagerVitals {
  readonly running: ReadonlySet<UnitOfWork>
  /** The last fetch or wait that Redis answered. Epoch milliseconds; null before. */
  readonly lastFetchAtMs: number | null
  /** No slot is free, so nobody expects a fetch. */
  readonly isFull: boolean
}

/** What happens besides. */
export interface VitalHooks {
  /** The supervisor is gone. */
  readonly onOrphaned: () => void
  readonly onError: (error: Error) => void
}

/** Watches one process. */
export class VitalSigns {
  readonly #source: VitalSource
  readonly #outlet: VitalsOutlet | null
  /** When each capsule last had a fetch answered, or no reason to ask. Monotonic. */
  readonly #wellAtMs: Map<ManagerVitals, number>
  #state: ProcessState = 'starting'
  #timer: NodeJS.Timeout | undefined

  constructor(source: VitalSource, hooks: VitalHooks) {
    this.#source = source
    this.#outlet = outletFor(source, hooks)
    const nowMs = monotonicMs()
    this.#wellAtMs = new Map(source.managers.map((manager) => [manager, nowMs]))
  }

  /** Where the health endpoint listens; null without one. */
  get port(): number | null {
    return this.#outlet?.port ?? null
  }

  /** Throws InvalidSettingsError when the health port cannot be had. */
  async start(): Promise<void> {
    if (this.#outlet === null) return
    await this.#outlet.start()
    this.#publish()
    this.#timer = setInterval(() => this.#publish(), READ_INTERVAL_MS)
    this.#timer.unref()
  }

  /** Tells a new state at once. A process that stops is no longer quiet. */
  note(state: ProcessState): void {
    if (this.#state === 'stopping') return
    this.#state = state
    this.#publish()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#publish()
    await this.#outlet?.stop()
  }

  #publish(): void {
    if (this.#outlet !== null) this.#outlet.publish(this.#read())
  }

  #read(): Vitals {
    const { identity, settings, managers, liveness, heartbeat } = this.#source
    const fetchTimes = managers.map(({ lastFetchAtMs }) => lastFetchAtMs ?? 0)
    const lastFetchAtMs = Math.max(0, ...fetchTimes)
    return {
      identity,
      pid: process.pid,
      state: this.#state,
      readAtMs: monotonicMs(),
      lastFetchAtMs: lastFetchAtMs === 0 ? null : lastFetchAtMs,
      fetchSilenceMs: Math.max(0, ...managers.map((manager) => this.#silenceOf(manager))),
      renewedAgoMs: liveness.renewedAgoMs(),
      livenessTtlMs: settings.livenessTtlMs,
      busy: managers.reduce((sum, { running }) => sum + running.size, 0),
      concurrency: settings.capsules.reduce((sum, { concurrency }) => sum + concurrency, 0),
      roundTripMs: heartbeat.roundTripMs,
      oldestJob: oldestOf(managers, settings.clock.nowMs()),
      rssBytes: process.memoryUsage.rss(),
    }
  }

  /** A capsule that was full until a moment ago has not been silent: it had nothing to ask. */
  #silenceOf(manager: ManagerVitals): number {
    const nowMs = monotonicMs()
    const { clock } = this.#source.settings
    const { lastFetchAtMs, isFull } = manager
    const fetchedAtMs = lastFetchAtMs === null ? 0 : nowMs - (clock.nowMs() - lastFetchAtMs)
    const wellAtMs = Math.max(this.#wellAtMs.get(manager) ?? 0, isFull ? nowMs : fetchedAtMs)
    this.#wellAtMs.set(manager, wellAtMs)
    return Math.max(0, nowMs - wellAtMs)
  }
}

/** A supervisor answers for its children; an embedded process is answered for by its program. */
function outletFor(source: VitalSource, hooks: VitalHooks): VitalsOutlet | null {
  const { health, hasSignals } = source.settings
  if (hasSignals && isSupervised()) return new ParentLink(hooks.onOrphaned)
  const notify = hasSignals ? readNotifySettings(process.env) : null
  if (health === null && notify === null) return null
  return new VitalsService({ health, notify, renewals: source.liveness.renewals }, hooks.onError)
}

function oldestOf(managers: readonly ManagerVitals[], nowMs: number): RunningJob | null {
  let oldest: UnitOfWork | null = null
  for (const { running } of managers) {
    for (const unit of running) {
      if (oldest === null || unit.startedAtMs < oldest.startedAtMs) oldest = unit
    }
  }
  return oldest && describe(oldest, nowMs)
}

function describe({ run, queue, startedAtMs }: UnitOfWork, nowMs: number): RunningJob {
  return {
    class: run?.payload.class ?? null,
    jid: run?.jid ?? null,
    queue,
    seconds: Math.max(0, (nowMs - startedAtMs) / 1_000),
  }
}
