#!/usr/bin/env node
/** The `howdah` command. */
import { runProgram } from './commands/program.ts'

process.exitCode = await runProgram(process.argv)
