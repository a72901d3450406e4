/** `howdah work` as a real process, for tests that stop and kill it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { bareEnvironment } from './bare-environment.ts'
import { HOWDAH } from './program.ts'

export interface TestWorker {
  readonly child: ChildProcess
  /** Everything it has printed so far. */
  output(): string
  /** @returns its exit code, or null when it was killed */
  end(signal: NodeJS.Signals): Promise<number | null>
}

/** Settles once the worker says that it is ready. */
export async function startWorker(
  env: Readonly<Record<string, string>>,
  parameters: readonly string[] = [],
): Promise<TestWorker> {
  const child = spawn(process.execPath, [...HOWDAH, 'work', ...parameters], {
    env: { ...bareEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ready = new Promise<void>((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      output += chunk.toString()
      if (output.includes('READY')) resolve()
    }
    child.stdout.on('data', onData)
    child.stderr.on('data', onData)
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}:\n${output}`)))
  })
  await ready
  return {
    child,
    output: () => output,
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      child.kill(signal)
      const [code] = await once(child, 'exit')
      return typeof code === 'number' ? code : null
    },
  }
}
