/**
 * `npm run chaos [-- scenario …] [--short] [--no-save]`: runs the accidents in their long form, one
 * after the other, prints a line for each, and writes docs/reliability.md. Ends with 1 when a job
 * was lost or run again that should not have been.
 */
import { report } from './report.ts'
import type { Entry } from './report.ts'
import { SCENARIOS } from './scenarios.ts'
import { judge } from './verdict.ts'

const words = process.argv.slice(2)
const names = words.filter((word) => !word.startsWith('--'))
const size = words.includes('--short') ? 'short' : 'long'
const chosen = SCENARIOS.filter(({ name }) => names.length === 0 || names.includes(name))
const entries: Entry[] = []

for (const { name, title, run, whyNot } of chosen) {
  const reason = whyNot?.() ?? null
  if (reason !== null) {
    say(`${name}: skipped, ${reason}`)
    continue
  }
  const startedAt = performance.now()
  const outcome = await run(size)
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  const faults = judge(outcome)
  if (faults.length > 0) process.exitCode = 1
  const { pushed, done, dead, lost, again, recoveryMs } = outcome
  const counts = `pushed ${pushed} = done ${done} + dead ${dead}, lost ${lost.length}`
  const rest = `again ${again.length}, recovery ${recoveryMs ?? '–'} ms, ${seconds} s`
  say(`${name}: ${counts}, ${rest} ${faults.length === 0 ? 'ok' : faults.join(' ')}`)
  const command = ['npm run chaos --', name, ...(size === 'short' ? ['--short'] : [])].join(' ')
  entries.push({ name, title, date: new Date().toISOString().slice(0, 10), command, outcome })
}
if (!words.includes('--no-save')) report(entries)

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
