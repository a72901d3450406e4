#!/usr/bin/env node
/** The `howdah` command. */
import { boundHeap } from './bound-heap.ts'

boundHeap()
// Only now: loading everything else would already have made the heap large.
const { runProgram } = await import('./commands/program.ts')

process.exitCode = await runProgram(process.argv)
