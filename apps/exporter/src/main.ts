#!/usr/bin/env node
/** The `howdah` command. */
import { boundHeap } from './bound-heap.ts'

boundHeap()
// `howdah exports list | head` has read enough: that is no mistake of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})
// Only now: loading everything else would already have made the heap large.
const { runProgram } = await import('./commands/program.ts')

process.exitCode = await runProgram(process.argv)
