#!/usr/bin/env node
/** The command `howdah-web`. */
import { readStandaloneOptions, startStandalone, USAGE } from './standalone.ts'

/** `node` without this lacks what the engine is written in, and every page would say that Redis is silent. */
const OLDEST_NODE = [22, 12] as const

const words = process.argv.slice(2)
if (isTooOld(process.versions.node)) {
  process.stderr.write(
    `This needs Node.js ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.\n`,
  )
  process.exitCode = 1
} else if (words.includes('--help') || words.includes('-h')) {
  process.stdout.write(USAGE)
} else {
  await run().catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${text}\n`)
    process.exitCode = 1
  })
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])
}

async function run(): Promise<void> {
  const options = readStandaloneOptions(words, process.env)
  const running = await startStandalone(options)
  const how = options.canAct ? 'with changes allowed' : 'read-only; --allow-changes shows buttons'
  process.stdout.write(`The console is at ${running.origin} (${how}). Ctrl-C ends it.\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void running.stop().then(() => process.exit(0)))
  }
}
