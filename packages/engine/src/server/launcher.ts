/**
 * Starts, quiets and stops everything that a process needs to run jobs.
 *
 * States: new → running → quiet (takes nothing new) → stopping (waits, then gives back) → stopped.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../client/client.ts'
import { resolveSettings } from '../config/settings.ts'
import type { LauncherOptions, LifecycleHandlers, ServerSettings } from '../config/settings.ts'
import { Loop } from '../support/loop.ts'
import { assemble, runningOf } from './assemble.ts'
import { rememberBegun } from './expiry-gate.ts'
import type { RemoteSignal } from './heartbeat.ts'
import type { Parts } from './parts.ts'
import { reporting } from './reporter.ts'
import { listenToSignals } from './signals.ts'
import { checkRedis } from './startup-check.ts'
import type { UnitOfWork } from './unit-of-work.ts'
import { VitalSigns } from './vital-signs.ts'

/** However short the time-out is, the fetches under way are answered first. */
const LAST_FETCH_MS = 1_000

/** Handlers whose job was given back have so long to clean up after themselves. */
const CLEANUP_MS = 3_000

/** Without Redis a process must still end; what it wanted to say is lost then. */
const FAREWELL_MS = 5_000

/** Runs jobs in this process. */
export class Launcher {
  /** `<hostname>:<pid>:<nonce>` */
  readonly identity: string
  /** Resolves when the process has stopped, whoever asked for it. */
  readonly stopped: Promise<void>
  readonly #settings: ServerSettings
  readonly #parts: Parts
  readonly #beats: Loop
  readonly #reaps: Loop
  readonly #vitals: VitalSigns
  readonly #resolveStopped: () => void
  #stopListening: () => void = () => {}
  #starting: Promise<void> | null = null
  #quieting: Promise<void> | null = null
  #stopping: Promise<void> | null = null

  /** Throws InvalidSettingsError. Connects to nothing yet. */
  constructor(options: LauncherOptions) {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.stopped = promise
    this.#resolveStopped = resolve
    this.#settings = resolveSettings(options)
    this.identity = `${this.#settings.hostname}:${process.pid}:${randomBytes(6).toString('hex')}`
    this.#parts = assemble(this.#settings, this.identity, {
      isQuiet: () => this.#quieting !== null,
      // Sidekiq refuses to send signals to embedded processes; an old console may still try.
      onSignal: (signal) => {
        if (this.#settings.hasSignals) this.#obey(signal)
      },
    })
    this.#vitals = this.#createVitals()
    this.#beats = this.#createBeats()
    this.#reaps = this.#createReaps()
  }

  /** Pushes jobs over this process's connection, and keeps its scheduled poller informed. */
  get client(): Client {
    return this.#parts.client
  }

  /** Where the health endpoint listens, once started; null without one. */
  get healthPort(): number | null {
    return this.#vitals.port
  }

  /**
   * Starts. Throws when Redis is unsuitable, when the health port is taken, or when a startup
   * handler throws. A second call waits for the first.
   */
  start(): Promise<void> {
    this.#starting ??= this.#start()
    return this.#starting
  }

  /** Takes no new jobs; those that run go on. Cannot be undone. */
  quiet(): Promise<void> {
    this.#quieting ??= this.#quiet()
    return this.#quieting
  }

  /**
   * Stops: waits for running jobs up to the time-out, gives the unfinished back to their queues,
   * fires their signals, and leaves.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop().finally(this.#resolveStopped)
    return this.#stopping
  }

  async #start(): Promise<void> {
    const { logger, hasSignals, on, queues } = this.#settings
    const { redis, ownership, liveness, heartbeat, poller, managers, leader, suspects } =
      this.#parts
    await this.#vitals.start()
    await checkRedis(redis, logger)
    if (hasSignals) this.#stopListening = listenToSignals((signal) => this.#obey(signal))
    await on.startup?.()
    await ownership.current()
    await liveness.start()
    await heartbeat.prune()
    await suspects.lookUp()
    this.#beats.start()
    this.#reaps.start()
    this.#parts.controlLine.start()
    poller.start()
    if (this.#quieting === null) for (const manager of managers) manager.start()
    if (this.#quieting === null) leader?.start()
    if (this.#quieting === null) this.#vitals.note('running')
    logger.info({ identity: this.identity, queues }, 'Ready for jobs.')
  }

  async #quiet(): Promise<void> {
    const { managers, poller, reporter, leader } = this.#parts
    this.#settings.logger.info('Taking no new jobs.')
    this.#vitals.note('quiet')
    const stepDown = reporter.guard('stepping down', async () => await leader?.stop())
    await Promise.all([...managers.map((manager) => manager.quiet()), poller.stop(), stepDown])
    await this.#fire('quiet')
    this.#beats.wake()
  }

  async #stop(): Promise<void> {
    const { reporter, redis } = this.#parts
    const deadline = performance.now() + this.#settings.timeoutMs
    this.#vitals.note('stopping')
    // Whoever started it was told why it failed; here only its end matters.
    await this.#starting?.catch(() => {})
    await within(Math.max(LAST_FETCH_MS, this.#settings.timeoutMs), () => this.quiet())
    await this.#fire('shutdown')
    await this.#untilIdle(deadline - performance.now())
    await reporter.guard('giving jobs back', () => this.#giveBackUnfinished())
    await reporter.guard('leaving', () => within(FAREWELL_MS, () => this.#leave()))
    await this.#fire('exit')
    await this.#vitals.stop()
    this.#stopListening()
    this.#parts.controlLine.stop()
    this.#parts.suspects.stop()
    redis.disconnect()
    this.#settings.logger.info('Stopped.')
  }

  async #untilIdle(timeoutMs: number): Promise<void> {
    await within(Math.max(0, timeoutMs), () =>
      Promise.all(this.#parts.managers.map((manager) => manager.idle())),
    )
  }

  async #giveBackUnfinished(): Promise<void> {
    const { redis, reporter } = this.#parts
    const units = this.#unfinished()
    if (units.length === 0) return
    try {
      await within(FAREWELL_MS, async () => {
        await reporter.guard('noting what has begun', () => rememberBegun(redis, units))
        const count = await this.#parts.settler.giveBack(units)
        this.#settings.logger.warn({ count }, 'Jobs did not end in time and were given back.')
      })
    } finally {
      for (const unit of units) unit.run?.abort('shutdown')
    }
    await this.#untilIdle(CLEANUP_MS)
  }

  /** Nobody shall start a cancelled job again: it is done, even if its handler goes on. */
  #unfinished(): UnitOfWork[] {
    const { managers, cancellations } = this.#parts
    return runningOf(managers).filter((unit) => {
      if (unit.run?.abortKind !== 'cancelled') return true
      unit.isForfeited = true
      cancellations.end(unit, unit.run)
      return false
    })
  }

  async #leave(): Promise<void> {
    const { settler, progress, ownership, heartbeat, liveness, cancellations } = this.#parts
    const { metrics, reporter } = this.#parts
    await Promise.all([this.#beats.stop(), this.#reaps.stop()])
    await cancellations.flush()
    await settler.flush()
    await progress.stop()
    await reporter.guard('writing metrics', () => metrics.flush())
    await ownership.sweep()
    await ownership.leave()
    await heartbeat.leave()
    await liveness.stop()
  }

  #obey(signal: RemoteSignal): void {
    if (signal === 'TSTP') void this.quiet()
    else if (signal === 'TERM') void this.stop()
    else this.#logRunning()
  }

  #logRunning(): void {
    const jobs = runningOf(this.#parts.managers).map(({ run, queue, startedAtMs }) => ({
      class: run?.payload.class,
      jid: run?.jid,
      queue,
      seconds: (this.#settings.clock.nowMs() - startedAtMs) / 1000,
    }))
    this.#settings.logger.info({ jobs }, 'What this process runs now.')
  }

  async #fire(event: keyof LifecycleHandlers): Promise<void> {
    const handler = this.#settings.on[event]
    if (handler !== undefined) await this.#parts.reporter.guard(`the ${event} handler`, handler)
  }

  #createBeats(): Loop {
    const { heartbeat, poller, reporter, metrics } = this.#parts
    return new Loop({
      turn: async () => {
        const { isNew, processCount } = await heartbeat.beat()
        await reporter.guard('writing metrics', () => metrics.flush())
        poller.noteProcessCount(processCount)
        await this.#parts.cancellations.lookUp()
        if (isNew) await this.#fire('heartbeat')
        await this.#fire('beat')
        return this.#settings.beatIntervalMs
      },
      onError: reporting(reporter, 'The heartbeat could not be written.'),
    })
  }

  #createVitals(): VitalSigns {
    const { reporter } = this.#parts
    const source = { ...this.#parts, identity: this.identity, settings: this.#settings }
    return new VitalSigns(source, {
      onOrphaned: () => {
        this.#settings.logger.warn('The supervisor of this process is gone: stopping.')
        void this.stop()
      },
      onError: reporting(reporter, 'Nobody can be told how this process is.'),
    })
  }

  #createReaps(): Loop {
    const { reaper, ownership, reporter, limitSweeper } = this.#parts
    return new Loop({
      turn: async () => {
        await reaper.reap()
        await limitSweeper.sweep()
        await ownership.sweep()
        return this.#settings.reapIntervalMs
      },
      onError: reporting(reporter, 'Dead processes could not be looked for.'),
    })
  }
}

/** Waits for the work, but no longer than this; errors of work that is late are its own. */
async function within(timeoutMs: number, work: () => Promise<unknown>): Promise<void> {
  const timer = new AbortController()
  try {
    await Promise.race([work(), sleep(timeoutMs, undefined, { signal: timer.signal })])
  } finally {
    timer.abort()
  }
}
