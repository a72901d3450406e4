/**
 * Several processes with one command: a parent that runs no jobs itself and keeps N children running.
 *
 * A child that dies is started again. One that takes too much memory is replaced: the fresh one
 * first. USR2 replaces all, one after another, so that a new version of the code comes into use while
 * jobs keep flowing; a new version that does not start changes nothing. Children notice when their
 * parent is gone, however it went, and stop.
 */
import type { HealthOptions } from '../config/settings.ts'
import { InvalidSettingsError } from '../errors.ts'
import { HealthEndpoint } from '../server/health.ts'
import { readNotifySettings } from '../server/systemd.ts'
import type { ProcessState } from '../server/vitals.ts'
import { Watchdog } from '../server/watchdog.ts'
import type { WatchdogReport } from '../server/watchdog.ts'
import { createLogger } from '../support/logger.ts'
import type { Logger } from '../support/logger.ts'
import { RestartPause } from './restart-pause.ts'
import { answerFor, sumOf } from './supervisor-health.ts'
import { WorkerChild } from './worker-child.ts'
import type { ChildCommand } from './worker-child.ts'

/** How to supervise. */
export interface SupervisorOptions {
  /** How many children run jobs, from 1. */
  readonly processes: number
  /** A child above this is replaced. Default: no ceiling. */
  readonly maxMemoryMegabytes?: number
  /** The time-out of the children, so that they are not killed earlier. Default: 25. */
  readonly timeoutSeconds?: number
  /** One endpoint for all. Default: false. */
  readonly health?: HealthOptions | false
  readonly logger?: Logger
  /** What the children run. Default: this process's own command. */
  readonly command?: Partial<ChildCommand>
}

/** Memory grows slowly: looking often would only cost. */
const LOOK_INTERVAL_MS = 1_000

/** Keeps children running. */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #logger: Logger
  readonly #command: ChildCommand
  readonly #endpoint: HealthEndpoint | null
  readonly #watchdog: Watchdog | null
  readonly #children = new Set<WorkerChild>()
  /** Fresh children and whom they replace. */
  readonly #replacing = new Map<WorkerChild, WorkerChild>()
  /** Still to be replaced in a rolling restart. */
  readonly #waiting = new Set<WorkerChild>()
  /** Of those to be replaced, the ones that take too much memory. */
  readonly #heavy = new Set<WorkerChild>()
  readonly #pause = new RestartPause()
  readonly #ended = Promise.withResolvers<number>()
  readonly #restarts = new Set<NodeJS.Timeout>()
  #timer: NodeJS.Timeout | undefined
  /** All were ready once: from then on a death is an accident, not a mistake in the set-up. */
  #hasServed = false
  #isRestarting = false
  #isQuiet = false
  #exitCode: number | null = null

  /** Throws InvalidSettingsError. Starts nothing yet. */
  constructor(options: SupervisorOptions) {
    if (!Number.isInteger(options.processes) || options.processes < 1) {
      throw new InvalidSettingsError(
        `The number of processes must be a whole number from 1, not ${options.processes}.`,
      )
    }
    this.#options = options
    this.#logger = options.logger ?? createLogger()
    this.#command = { ...ownCommand(), ...options.command }
    const { health = false } = options
    const answer = () => answerFor(this.#children, this.#state())
    this.#endpoint = health === false ? null : new HealthEndpoint(health, answer)
    this.#watchdog = this.#createWatchdog()
  }

  /** Resolves with the exit code when all children have ended: 0 when that was asked for. */
  get ended(): Promise<number> {
    return this.#ended.promise
  }

  /** The children that are there now; those that leave included. */
  get pids(): readonly number[] {
    return [...this.#children].flatMap(({ pid }) => pid ?? [])
  }

  /** Starts the children; gives the port of the health endpoint. */
  async start(): Promise<number | null> {
    const port = (await this.#endpoint?.listen()) ?? null
    this.#timer = setInterval(() => this.#look(), LOOK_INTERVAL_MS)
    for (let count = 0; count < this.#options.processes; count += 1) this.#startChild()
    return port
  }

  /** Children take no new jobs; what replaces a dead one takes none either. Cannot be undone. */
  quiet(): void {
    this.#isQuiet = true
    this.#logger.info('All processes take no new jobs.')
    for (const child of this.#children) child.quiet()
    this.#watchdog?.update(this.#report())
  }

  /** Ends all children; each gets its time-out. */
  stop(): void {
    this.#end(0)
  }

  /** Replaces all children, one after another: the fresh one first. */
  restart(): void {
    if (this.#exitCode !== null || this.#isQuiet) return
    this.#logger.info('Rolling restart: fresh processes take over one by one.')
    if (!this.#isRestarting) this.#watchdog?.reloading()
    this.#isRestarting = true
    for (const child of this.#children) if (child.isServing) this.#waiting.add(child)
    this.#replaceNext()
  }

  /** Each child logs what it runs. */
  logRunning(): void {
    for (const child of this.#children) child.logRunning()
  }

  #startChild(): WorkerChild {
    const timeoutMs = (this.#options.timeoutSeconds ?? 25) * 1_000
    const child = new WorkerChild(this.#command, timeoutMs, {
      onReady: (ready) => this.#noteReady(ready),
      onEnded: (gone, how) => this.#noteEnd(gone, how),
    })
    this.#children.add(child)
    return child
  }

  #noteReady(child: WorkerChild): void {
    this.#logger.info({ child: child.pid }, 'A process is ready.')
    const old = this.#replacing.get(child)
    if (old !== undefined) {
      this.#replacing.delete(child)
      // What takes too much memory has only its time-out left; the others may finish all they have.
      if (this.#heavy.delete(old)) old.stop()
      else old.retire()
    }
    if (this.#isQuiet) child.quiet()
    const serving = [...this.#children].filter(({ isServing }) => isServing).length
    this.#hasServed ||= serving >= this.#options.processes
    this.#replaceNext()
    this.#watchdog?.update(this.#report())
  }

  #noteEnd(child: WorkerChild, how: string): void {
    this.#children.delete(child)
    this.#waiting.delete(child)
    this.#heavy.delete(child)
    if (this.#exitCode !== null) return this.#finishIfAlone()
    if (child.wasAsked) return
    const replaced = this.#replacing.get(child)
    if (replaced !== undefined) return this.#giveUpReplacing(child, replaced, how)
    const heir = this.#heirOf(child)
    this.#logger.error({ child: child.pid }, `A process ${how}.`)
    if (!this.#hasServed && child.vitals?.state !== 'running') return this.#refuse(how)
    if (heir === undefined) this.#startLater(child)
    else this.#replacing.delete(heir)
  }

  /** It was to be replaced and has gone by itself: the fresh one takes its place. */
  #heirOf(child: WorkerChild): WorkerChild | undefined {
    return [...this.#replacing].find(([, old]) => old === child)?.[0]
  }

  /** A fresh process that does not start must not cost one that works. */
  #giveUpReplacing(child: WorkerChild, old: WorkerChild, how: string): void {
    this.#replacing.delete(child)
    this.#waiting.clear()
    this.#heavy.delete(old)
    this.#logger.error(
      { child: child.pid, kept: old.pid },
      `A fresh process ${how} before it was ready. The old ones go on; the restart is given up.`,
    )
    this.#pause.noteFailure()
    this.#noteRestarted()
  }

  /** systemd waits for the end of a reload, also of one that failed. */
  #noteRestarted(): void {
    if (this.#isRestarting) this.#watchdog?.reloaded()
    this.#isRestarting = false
  }

  /** A process failed before all were ready for the first time: another try would end the same. */
  #refuse(how: string): void {
    this.#logger.error(`A process ${how} before it was ready: see its log. Giving up.`)
    this.#end(1)
  }

  #startLater(child: WorkerChild): void {
    const delayMs = this.#pause.next(performance.now() - child.startedAtMs)
    this.#logger.info({ delayMs }, 'It is started again.')
    const timer = setTimeout(() => {
      this.#restarts.delete(timer)
      this.#startChild()
    }, delayMs)
    this.#restarts.add(timer)
  }

  /** One at a time: twice the memory for one process, not for all. */
  #replaceNext(): void {
    if (this.#replacing.size > 0 || this.#exitCode !== null) return
    const [old] = this.#waiting
    if (old === undefined) return this.#noteRestarted()
    this.#waiting.delete(old)
    this.#replacing.set(this.#startChild(), old)
  }

  #look(): void {
    this.#watchdog?.update(this.#report())
    const { maxMemoryMegabytes } = this.#options
    if (maxMemoryMegabytes === undefined || this.#exitCode !== null) return
    for (const child of this.#children) {
      const megabytes = child.rssBytes / 1_048_576
      if (megabytes > maxMemoryMegabytes) this.#noteHeavy(child, Math.round(megabytes))
    }
  }

  #noteHeavy(child: WorkerChild, megabytes: number): void {
    const isKnown = this.#waiting.has(child) || this.#heirOf(child) !== undefined
    if (!child.isServing || isKnown || this.#isQuiet || this.#pause.isOn()) return
    this.#logger.warn(
      { child: child.pid, megabytes, maxMegabytes: this.#options.maxMemoryMegabytes },
      'A process takes too much memory; a fresh one takes its place.',
    )
    this.#heavy.add(child)
    this.#waiting.add(child)
    this.#replaceNext()
  }

  #end(exitCode: number): void {
    if (this.#exitCode !== null) return
    this.#exitCode = exitCode
    for (const timer of this.#restarts) clearTimeout(timer)
    this.#watchdog?.update(this.#report())
    for (const child of this.#children) child.stop()
    this.#finishIfAlone()
  }

  #finishIfAlone(): void {
    if (this.#children.size > 0) return
    clearInterval(this.#timer)
    void this.#close()
  }

  #createWatchdog(): Watchdog | null {
    const notify = readNotifySettings(process.env)
    return (
      notify &&
      new Watchdog(
        notify,
        () => this.#report(),
        (error) => this.#logger.error({ err: error }, 'systemd cannot be told of the processes.'),
      )
    )
  }

  #state(): ProcessState {
    if (this.#exitCode !== null) return 'stopping'
    if (this.#isQuiet) return 'quiet'
    return this.#hasServed ? 'running' : 'starting'
  }

  #report(): WatchdogReport {
    const state = this.#state()
    const { isHealthy } = answerFor(this.#children, state)
    return { state, isHealthy, ...sumOf(this.#children) }
  }

  async #close(): Promise<void> {
    await this.#endpoint?.close()
    await this.#watchdog?.close()
    this.#logger.info('All processes have ended.')
    this.#ended.resolve(this.#exitCode ?? 0)
  }
}

/** The command that this process runs itself, so that its children do the same. */
function ownCommand(): ChildCommand {
  const [, file = '', ...parameters] = process.argv
  return { file, parameters, nodeOptions: process.execArgv, environment: process.env }
}
