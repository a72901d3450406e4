#!/usr/bin/env node
/** The command `howdah-web`. */
import { readStandaloneOptions, startStandalone, USAGE } from './standalone.ts'

const words = process.argv.slice(2)
if (words.includes('--help') || words.includes('-h')) {
  process.stdout.write(USAGE)
} else {
  await run().catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${text}\n`)
    process.exitCode = 1
  })
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
