/**
 * One process under measurement: started with its task, listened to, ended.
 *
 * Its lines are collected, so that whoever waits for one may come late.
 */
import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { TASK_VARIABLE } from './peers/child.ts'
import type { ChildMessage, ChildTask, ProgressMessage } from './peers/child.ts'

/** Thrown when a measured process died or was too slow; what it said last is in the message. */
class MeasurementError extends Error {}

/** How long a process may take to end after SIGTERM. */
const STOP_TIMEOUT_MS = 10_000

/** Enough of what it said to see what is wrong. */
const LINES_KEPT = 20

/** A worker, a pusher or the proxy. */
export class MeasuredProcess {
  readonly progress: ProgressMessage[] = []
  readonly delaysMs: number[] = []
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #messages: ChildMessage[] = []
  readonly #said: string[] = []
  #isOver = false
  #wake: () => void = () => {}

  constructor(command: readonly string[], task: ChildTask) {
    const [program = '', ...parameters] = command
    this.#child = spawn(program, parameters, {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { ...process.env, [TASK_VARIABLE]: JSON.stringify(task) },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    this.#child.stdin.on('error', () => {}) // It is never written to; it only closes with us.
    this.#child.on('error', (error) => this.#end(error.message))
    this.#child.on('exit', (code, signal) => this.#end(`It ended with ${signal ?? code}.`))
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => this.#hear(line))
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** The first message of a kind. */
  async message<Event extends ChildMessage['event']>(
    event: Event,
    timeoutMs = 60_000,
  ): Promise<Extract<ChildMessage, { event: Event }>> {
    const isWanted = (message: ChildMessage): message is Extract<ChildMessage, { event: Event }> =>
      message.event === event
    await this.until(() => this.#messages.some(isWanted), `"${event}"`, timeoutMs)
    const found = this.#messages.find(isWanted)
    if (found === undefined) throw new MeasurementError(`No "${event}" was said.`)
    return found
  }

  /** Waits until something that this process says makes the condition true. */
  async until(condition: () => boolean, what: string, timeoutMs = 120_000): Promise<void> {
    const deadline = performance.now() + timeoutMs
    while (!condition()) {
      if (this.#isOver) throw this.#failure(`ended before ${what}`)
      if (performance.now() > deadline) throw this.#failure(`did not come to ${what} in time`)
      await this.#nextLine(deadline - performance.now())
    }
  }

  /** Ends it: SIGTERM and, if it does not obey, SIGKILL. */
  async stop(): Promise<void> {
    if (this.#isOver) return
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    this.#child.kill('SIGTERM')
    await once(this.#child, 'exit')
    clearTimeout(timer)
  }

  /** Ends it at once. */
  async kill(): Promise<void> {
    if (this.#isOver) return
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
  }

  /** Waits until it ends by itself. */
  async ended(): Promise<void> {
    if (!this.#isOver) await once(this.#child, 'exit')
  }

  #hear(line: string): void {
    if (!line.startsWith('@')) {
      this.#said.push(line)
      if (this.#said.length > LINES_KEPT) this.#said.shift()
      return
    }
    const message: ChildMessage = JSON.parse(line.slice(1))
    if (message.event === 'progress') this.progress.push(message)
    else if (message.event === 'delays') this.delaysMs.push(...message.delaysMs)
    else this.#messages.push(message)
    this.#wake()
  }

  async #nextLine(timeoutMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = resolve
    const timer = setTimeout(resolve, timeoutMs)
    await promise
    clearTimeout(timer)
  }

  #end(how: string): void {
    this.#isOver = true
    this.#said.push(how)
    this.#wake()
  }

  #failure(what: string): MeasurementError {
    const program = this.#child.spawnargs.join(' ')
    return new MeasurementError(`${program} ${what}. It said:\n${this.#said.join('\n')}`)
  }
}
