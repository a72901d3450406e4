/**
 * One supervised process of the demo: started, watched, started again when it dies without having
 * been told to, stopped with patience and then without.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Output } from './output.ts'

export interface ChildOptions {
  /** In front of its log lines. */
  readonly name: string
  readonly command: string
  readonly parameters: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly output: Output
  /**
   * How to ask it to end: by signal (then it also has a channel to us), or by closing the pipe it
   * reads. A channel or pipe that closes tells it as well when this process is killed, so that
   * nothing is left behind.
   */
  readonly endBy: 'signal' | 'closing-input'
  /** How long it may take to end before it is killed. */
  readonly stopTimeoutMs: number
  /** Keeps its lines out of the log until it fails. */
  readonly isQuiet?: boolean
  readonly onMessage?: (message: unknown) => void
}

/** A process that dies sooner than this is ill: the next start waits longer. */
const HEALTHY_AFTER_MS = 5_000
const FIRST_DELAY_MS = 300
const LONGEST_DELAY_MS = 10_000
const KEPT_LINES = 40

export class Child {
  readonly name: string
  readonly #options: ChildOptions
  #process: ChildProcess | null = null
  #isStopping = false
  #failures = 0
  #restart: NodeJS.Timeout | undefined
  #lastOutput: string[] = []

  constructor(options: ChildOptions) {
    this.#options = options
    this.name = options.name
  }

  get pid(): number | null {
    return this.#process?.pid ?? null
  }

  /** How often in a row it has died soon after its start. */
  get failures(): number {
    return this.#failures
  }

  /** The last lines it printed, for an error message. */
  get lastOutput(): string {
    return this.#lastOutput.join('')
  }

  start(): void {
    const { command, parameters, env, endBy } = this.#options
    const startedAtMs = Date.now()
    const child = spawn(command, parameters, {
      env,
      // A group of its own: the terminal's Ctrl-C reaches only us, and we stop it in order.
      detached: true,
      stdio: endBy === 'signal' ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['pipe', 'pipe', 'pipe'],
    })
    this.#process = child
    const show = this.#options.output.from(this.name)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#keep(text)
        if (this.#options.isQuiet !== true) show(text)
      })
    }
    child.on('message', (message) => this.#options.onMessage?.(message))
    child.once('error', (error) => show(`${error.message}\n`))
    child.once('close', (code, signal) => this.#ended(startedAtMs, describeEnd(code, signal)))
  }

  /** Asks it to end and waits; after the timeout it is killed with all it has started. */
  async stop(): Promise<void> {
    this.#isStopping = true
    clearTimeout(this.#restart)
    const child = this.#process
    if (child === null) return
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
    if (this.#options.endBy === 'signal') child.kill('SIGTERM')
    else child.stdin?.end()
    const impatience = setTimeout(() => this.kill(), this.#options.stopTimeoutMs)
    await closed
    clearTimeout(impatience)
  }

  /** Ends it at once, with everything in its group. */
  kill(): void {
    this.#isStopping = true
    if (this.#process?.pid === undefined) return
    try {
      process.kill(-this.#process.pid, 'SIGKILL')
    } catch {
      // The group is empty: it has ended by itself.
    }
  }

  #keep(text: string): void {
    this.#lastOutput = [...this.#lastOutput, text].slice(-KEPT_LINES)
  }

  #ended(startedAtMs: number, how: string): void {
    const pid = this.pid ?? '?'
    this.#process = null
    if (this.#isStopping) return
    const lived = Date.now() - startedAtMs
    this.#failures = lived < HEALTHY_AFTER_MS ? this.#failures + 1 : 0
    const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#failures)
    this.#restart = setTimeout(() => {
      this.start()
      this.#options.output.say(
        `${this.name} (process ${pid}) ${how}; started again as process ${this.pid ?? '?'}.`,
      )
    }, delayMs)
  }
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `ended with exit code ${code ?? '?'}` : `was ended by ${signal}`
}
