/** Ruby's Sidekiq, for our own tests: is it here, run a script of `fixtures/ruby`, run a worker. */
import { execFile, execFileSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createInterface } from 'node:readline'
import { ThrownValueError } from '../errors.ts'
import { parseJson } from '../support/json.ts'
import { createProcessFolder, end, release, spawnSupervised } from './supervised-process.ts'

const FIXTURES = fileURLToPath(new URL('../../fixtures/ruby/', import.meta.url))

/** Why the tests with Ruby cannot run here; null when they can. */
export function whyNoRuby(): string | null {
  try {
    execFileSync('ruby', ['-e', 'require "sidekiq/web"'], { stdio: 'pipe' })
    return null
  } catch {
    return 'Ruby with Sidekiq is not installed (Debian: ruby-sidekiq)'
  }
}

/** Runs a script of `fixtures/ruby`: the JSON that its last line of output is. */
export async function runRuby(
  script: string,
  redisUrl: string,
  parameters: readonly string[] = [],
): Promise<unknown> {
  const { stdout } = await promisify(execFile)('ruby', [`${FIXTURES}${script}`, ...parameters], {
    env: { ...process.env, REDIS_URL: redisUrl },
    maxBuffer: 64_000_000,
    timeout: 30_000,
  })
  const last = stdout.trimEnd().split('\n').at(-1) ?? ''
  return last === '' ? null : parseJson(last)
}

/** A real `sidekiq` process that works on some queues. */
export interface RubySidekiq {
  stop(): Promise<void>
}

/** Starts `sidekiq` with the job classes of `fixtures/ruby/jobs.rb`, and waits until it works. */
export async function startRubySidekiq(
  redisUrl: string,
  queues: readonly string[],
): Promise<RubySidekiq> {
  const command = ['sidekiq', '-r', `${FIXTURES}jobs.rb`, '-c', '2', '-t', '2']
  const child = spawnSupervised([...command, ...queues.flatMap((queue) => ['-q', queue])], {
    folder: createProcessFolder(),
    env: { REDIS_URL: redisUrl },
  })
  const output: string[] = []
  if (!(await hasStarted(child, output))) {
    throw new ThrownValueError(`sidekiq did not start: ${output.join('\n')}`)
  }
  release(child)
  return { stop: () => end(child) }
}

function hasStarted(child: ChildProcess, output: string[]): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  child.once('exit', () => resolve(false))
  if (child.stdout === null) return Promise.resolve(false)
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'started') resolve(true)
    output.push(line)
  })
  return promise
}
