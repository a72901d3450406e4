/**
 * One child of a supervisor: started, listened to, asked to quiet and to end, and killed if it does
 * not.
 *
 * States: starting → ready → retiring (quiet; ends when its jobs have) → stopping → ended.
 */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { isChildMessage, SUPERVISOR_VARIABLE } from '../server/parent-link.ts'
import { withoutNotify } from '../server/systemd.ts'
import { judgeVitals } from '../server/vitals.ts'
import type { Health, Vitals } from '../server/vitals.ts'

/** What a child process runs. */
export interface ChildCommand {
  readonly file: string
  readonly parameters: readonly string[]
  readonly nodeOptions: readonly string[]
  readonly environment: NodeJS.ProcessEnv
}

/** Told what becomes of a child. */
export interface ChildHooks {
  readonly onReady: (child: WorkerChild) => void
  /** It has ended, however. */
  readonly onEnded: (child: WorkerChild, how: string) => void
}

/** After its own time-out a process still gives back, cleans up and says goodbye. */
const FAREWELL_MS = 20_000

/** A child process. */
export class WorkerChild {
  readonly startedAtMs = performance.now()
  readonly #process: ChildProcess
  readonly #stopTimeoutMs: number
  #state: 'starting' | 'ready' | 'retiring' | 'stopping' | 'ended' = 'starting'
  #vitals: Vitals | null = null
  #wasAsked = false
  #impatience: NodeJS.Timeout | undefined

  constructor(command: ChildCommand, stopTimeoutMs: number, hooks: ChildHooks) {
    this.#stopTimeoutMs = stopTimeoutMs + FAREWELL_MS
    this.#process = fork(command.file, [...command.parameters], {
      execArgv: [...command.nodeOptions],
      env: {
        // systemd is told by the supervisor alone.
        ...withoutNotify(command.environment),
        [SUPERVISOR_VARIABLE]: String(process.pid),
      },
    })
    this.#process.on('message', (message) => {
      if (isChildMessage(message)) this.#note(message.vitals, hooks)
    })
    this.#process.once('error', (error) =>
      this.#end(`could not be started: ${error.message}`, hooks),
    )
    this.#process.once('exit', (code, signal) => this.#end(describeEnd(code, signal), hooks))
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  /** What it last said of itself; null before its first word. */
  get vitals(): Vitals | null {
    return this.#vitals
  }

  get hasEnded(): boolean {
    return this.#state === 'ended'
  }

  /** It has been ready and nobody has asked it to leave. */
  get isServing(): boolean {
    return this.#state === 'ready'
  }

  /** It was asked to leave: its end is no accident. */
  get wasAsked(): boolean {
    return this.#wasAsked
  }

  /** Null as long as it has not spoken. */
  get health(): Health | null {
    return this.#vitals && judgeVitals(this.#vitals)
  }

  /** Memory that it takes, as the system sees it, even while its event loop is blocked. */
  get rssBytes(): number {
    return (this.pid !== undefined && readRss(this.pid)) || (this.#vitals?.rssBytes ?? 0)
  }

  /** Takes no new jobs. */
  quiet(): void {
    this.#signal('SIGTSTP')
  }

  /** Logs what it runs. */
  logRunning(): void {
    this.#signal('SIGTTIN')
  }

  /** Takes no new jobs, and ends as soon as it has none, however long they take. */
  retire(): void {
    if (this.#state !== 'ready') return
    this.#state = 'retiring'
    this.#wasAsked = true
    this.#signal('SIGTSTP')
  }

  /** Ends within its time-out; then it is killed, and others get its jobs. */
  stop(): void {
    if (this.#state === 'stopping' || this.#state === 'ended') return
    this.#state = 'stopping'
    this.#wasAsked = true
    this.#process.kill('SIGTERM')
    this.#impatience = setTimeout(() => this.#process.kill('SIGKILL'), this.#stopTimeoutMs)
  }

  /** A process that does not listen yet would be suspended by both signals: that is their default. */
  #signal(name: 'SIGTSTP' | 'SIGTTIN'): void {
    if (this.#state !== 'starting' && this.#state !== 'ended') this.#process.kill(name)
  }

  /** `exit` and `error` may both come; the first counts. */
  #end(how: string, hooks: ChildHooks): void {
    if (this.hasEnded) return
    clearTimeout(this.#impatience)
    this.#state = 'ended'
    hooks.onEnded(this, how)
  }

  #note(vitals: Vitals, hooks: ChildHooks): void {
    this.#vitals = vitals
    if (this.#state === 'starting' && vitals.state === 'running') {
      this.#state = 'ready'
      hooks.onReady(this)
    }
    const isDone = vitals.state === 'quiet' && vitals.busy === 0
    if (this.#state === 'retiring' && isDone) this.stop()
  }
}

/** Null where there is no /proc: then the child's own word counts. */
function readRss(pid: number): number | null {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? null : Number(kilobytes) * 1_024
  } catch {
    return null // Not Linux, or it has just ended.
  }
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `ended with exit code ${code ?? '?'}` : `was ended by ${signal}`
}
