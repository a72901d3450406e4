/**
 * Starts, quiets and stops everything that a process needs to run jobs.
 *
 * States: new → running → quiet (takes nothing new) → stopping (waits, then gives back) → stopped.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from '../client/client.ts'
import { resolveSettings } from '../config/settings.ts'
import type { LauncherOptions, LifecycleHandlers, ServerSettings } from '../config/settings.ts'
import { toError } from '../errors.ts'
import type { RedisClient } from '../redis/contract.ts'
import { connectRedis } from '../redis/ioredis-client.ts'
import { Loop } from '../support/loop.ts'
import { Counters } from './counters.ts'
import { Fetcher } from './fetcher.ts'
import { Heartbeat } from './heartbeat.ts'
import type { RemoteSignal } from './heartbeat.ts'
import { Liveness } from './liveness.ts'
import { Manager } from './manager.ts'
import { Ownership } from './ownership.ts'
import { Processor } from './processor.ts'
import { ProgressWriter } from './progress-writer.ts'
import { Reaper } from './reaper.ts'
import { Reporter } from './reporter.ts'
import { ScheduledPoller } from './scheduled-poller.ts'
import { Settler } from './settler.ts'
import { listenToSignals } from './signals.ts'
import { checkRedis } from './startup-check.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** Handlers whose job was given back have so long to clean up after themselves. */
const CLEANUP_MS = 3_000

/** Without Redis a process must still end; what it wanted to say is lost then. */
const FAREWELL_MS = 5_000

/** Runs jobs in this process. */
export class Launcher {
  /** `<hostname>:<pid>:<nonce>` */
  readonly identity: string
  /** Pushes jobs; wakes this process's scheduled poller where that matters. */
  readonly client: Client
  /** Resolves when the process has stopped, whoever asked for it. */
  readonly stopped: Promise<void>
  readonly #settings: ServerSettings
  readonly #redis: RedisClient
  readonly #reporter: Reporter
  readonly #ownership: Ownership
  readonly #liveness: Liveness
  readonly #settler: Settler
  readonly #progress: ProgressWriter
  readonly #managers: readonly Manager[]
  readonly #heartbeat: Heartbeat
  readonly #poller: ScheduledPoller
  readonly #beats: Loop
  readonly #reaps: Loop
  readonly #resolveStopped: () => void
  #stopListening: () => void = () => {}
  #starting: Promise<void> | null = null
  #quieting: Promise<void> | null = null
  #stopping: Promise<void> | null = null

  /** Throws InvalidSettingsError. Connects to nothing yet. */
  constructor(options: LauncherOptions) {
    const settings = resolveSettings(options)
    const { promise, resolve } = Promise.withResolvers<void>()
    this.stopped = promise
    this.#resolveStopped = resolve
    this.#settings = settings
    this.identity = `${settings.hostname}:${process.pid}:${randomBytes(6).toString('hex')}`
    this.#redis = connectRedis(settings.redis, { patience: 'wait' })
    this.#reporter = new Reporter(settings.logger, settings.errorHandlers)
    this.#liveness = this.#createLiveness()
    this.#ownership = this.#createOwnership()
    this.#settler = this.#createSettler()
    this.#progress = new ProgressWriter(this.#redis, this.#reporting('Progress was not written.'))
    this.#poller = this.#createPoller()
    this.client = this.#createClient()
    const counters = new Counters(this.#redis, settings.clock)
    this.#managers = this.#createManagers(counters)
    this.#heartbeat = this.#createHeartbeat(counters)
    this.#beats = this.#createBeats()
    this.#reaps = this.#createReaps()
  }

  /**
   * Starts. Throws when Redis is unsuitable or when a startup handler throws. A second call waits
   * for the first.
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
    const { logger, hasSignals, on } = this.#settings
    await checkRedis(this.#redis, logger)
    if (hasSignals) this.#stopListening = listenToSignals((signal) => this.#obey(signal))
    await on.startup?.()
    await this.#ownership.current()
    await this.#liveness.start()
    await this.#heartbeat.prune()
    this.#beats.start()
    this.#reaps.start()
    this.#poller.start()
    for (const manager of this.#managers) manager.start()
    logger.info({ identity: this.identity, queues: this.#settings.queues }, 'Ready for jobs.')
  }

  async #quiet(): Promise<void> {
    this.#settings.logger.info('Taking no new jobs.')
    await Promise.all([...this.#managers.map((manager) => manager.quiet()), this.#poller.stop()])
    await this.#fire('quiet')
    this.#beats.wake()
  }

  async #stop(): Promise<void> {
    const deadline = performance.now() + this.#settings.timeoutMs
    await this.#starting?.catch(() => {})
    const quiet = this.quiet()
    await Promise.race([quiet, sleep(this.#settings.timeoutMs, undefined, { ref: false })])
    await this.#fire('shutdown')
    await this.#untilIdle(deadline - performance.now())
    await this.#giveBackUnfinished()
    await within(FAREWELL_MS, () => this.#leave())
    await this.#fire('exit')
    this.#stopListening()
    this.#redis.disconnect()
    this.#settings.logger.info('Stopped.')
  }

  async #untilIdle(timeoutMs: number): Promise<void> {
    await within(Math.max(0, timeoutMs), () =>
      Promise.all(this.#managers.map((manager) => manager.idle())),
    )
  }

  async #giveBackUnfinished(): Promise<void> {
    const units = this.#running()
    if (units.length === 0) return
    const { logger } = this.#settings
    await within(FAREWELL_MS, async () => {
      const count = await this.#settler.giveBack(units)
      logger.warn({ count }, 'Jobs did not end in time and were given back.')
    })
    for (const unit of units) unit.run?.abort('shutdown')
    await this.#untilIdle(CLEANUP_MS)
  }

  async #leave(): Promise<void> {
    await Promise.all([this.#beats.stop(), this.#reaps.stop()])
    await this.#settler.flush()
    await this.#progress.stop()
    await this.#ownership.sweep()
    await this.#ownership.leave()
    await this.#heartbeat.leave()
    await this.#liveness.stop()
  }

  #running(): UnitOfWork[] {
    return this.#managers.flatMap((manager) => [...manager.running])
  }

  #obey(signal: RemoteSignal): void {
    const { logger } = this.#settings
    if (signal === 'TSTP') void this.quiet()
    else if (signal === 'TERM') void this.stop()
    else {
      const jobs = this.#running().map(({ run, queue, startedAtMs }) => ({
        class: run?.payload.class,
        jid: run?.jid,
        queue,
        seconds: (this.#settings.clock.nowMs() - startedAtMs) / 1000,
      }))
      logger.info({ jobs }, 'What this process runs now.')
    }
  }

  async #fire(event: keyof LifecycleHandlers): Promise<void> {
    await this.#reporter.guard(`the ${event} handler`, () => this.#settings.on[event]?.())
  }

  #reporting(doing: string): (error: unknown) => void {
    return (error) => this.#reporter.report(toError(error), { doing })
  }

  #createLiveness(): Liveness {
    const { redis, livenessTtlMs } = this.#settings
    return new Liveness({
      redis,
      identity: this.identity,
      ttlMs: livenessTtlMs,
      onExpired: () => {
        this.#ownership.verify().catch(this.#reporting('This process cannot say that it lives.'))
      },
      onError: this.#reporting('The liveness thread failed and is started again.'),
    })
  }

  #createOwnership(): Ownership {
    const { queues, livenessTtlMs, clock, logger } = this.#settings
    return new Ownership({
      redis: this.#redis,
      identity: this.identity,
      queues,
      ttlMs: livenessTtlMs,
      clock,
      logger,
      liveness: this.#liveness,
      onLost: (incarnation) => {
        for (const unit of incarnation.units) {
          unit.isForfeited = true
          unit.run?.abort('lost-ownership')
        }
        incarnation.units.clear()
      },
    })
  }

  #createSettler(): Settler {
    const { deadSet, clock } = this.#settings
    return new Settler({
      redis: this.#redis,
      deadSet,
      clock,
      reporter: this.#reporter,
      onSuspicion: () => {
        this.#ownership.verify().catch(this.#reporting('Ownership could not be checked.'))
      },
    })
  }

  #createPoller(): ScheduledPoller {
    const { clock, random, pollIntervalAverageSeconds: averageSeconds } = this.#settings
    const onError = this.#reporting('Due jobs could not be moved to their queues.')
    return new ScheduledPoller({ redis: this.#redis, clock, random, averageSeconds, onError })
  }

  #createClient(): Client {
    const { clientMiddleware: middleware, clock } = this.#settings
    const onScheduled = this.#poller.expect.bind(this.#poller)
    return new Client({ redis: this.#redis, middleware, clock, onScheduled })
  }

  #createManagers(counters: Counters): Manager[] {
    const { capsules, clock, random, logger, maxRetries } = this.#settings
    const [redis, ownership, reporter, settler] = [
      this.#redis,
      this.#ownership,
      this.#reporter,
      this.#settler,
    ]
    const processor = new Processor({
      settings: this.#settings,
      settler,
      counters,
      reporter,
      services: { logger, progress: this.#progress, maxRetries },
      onRetry: (at) => this.#poller.expect(at),
    })
    const idle = { redis, ownership, nowMs: () => clock.nowMs() }
    return capsules.map((capsule) => {
      const fetcher = new Fetcher({ redis, ownership, plan: capsule.plan, clock, random })
      return new Manager({ capsule, fetcher, processor, settler, reporter, logger, idle })
    })
  }

  #createHeartbeat(counters: Counters): Heartbeat {
    return new Heartbeat({
      redis: this.#redis,
      settings: this.#settings,
      identity: this.identity,
      counters,
      isQuiet: () => this.#quieting !== null,
      running: () => this.#running(),
      onSignal: (signal) => this.#obey(signal),
    })
  }

  #createBeats(): Loop {
    return new Loop({
      turn: async () => {
        const { isNew, processCount } = await this.#heartbeat.beat()
        this.#poller.noteProcessCount(processCount)
        if (isNew) await this.#fire('heartbeat')
        await this.#fire('beat')
        return this.#settings.beatIntervalMs
      },
      onError: this.#reporting('The heartbeat could not be written.'),
    })
  }

  #createReaps(): Loop {
    const { clock, logger, reapIntervalMs } = this.#settings
    const reaper = new Reaper({ redis: this.#redis, identity: this.identity, clock, logger })
    return new Loop({
      turn: async () => {
        await reaper.reap()
        await this.#ownership.sweep()
        return reapIntervalMs
      },
      onError: this.#reporting('Dead processes could not be looked for.'),
    })
  }
}

/** Waits for the work, but no longer than this; errors of the work that is late are its own. */
async function within(timeoutMs: number, work: () => Promise<unknown>): Promise<void> {
  const timer = new AbortController()
  try {
    await Promise.race([work(), sleep(timeoutMs, undefined, { signal: timer.signal })])
  } finally {
    timer.abort()
  }
}
