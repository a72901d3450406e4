#!/usr/bin/env node
/** The `howdah-worker` command: exit code 0 when it was stopped, 1 when it could not start. */
import { toError } from '../errors.ts'
import { runWorker } from './run-worker.ts'

try {
  process.exitCode = await runWorker(process.argv.slice(2), process.env)
} catch (error) {
  process.stderr.write(`${toError(error).message}\n`)
  process.exitCode = 1
}
// Whatever a job's module still holds open: its jobs have ended or were given back.
// oxlint-disable-next-line unicorn/no-process-exit -- this is a program's last line
process.exit()
