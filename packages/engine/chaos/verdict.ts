/** Judges an outcome: one sentence for each fault, none when all is as promised. */
import type { Outcome } from './scenarios.ts'

/** @returns the faults; lost jobs are named by their jids. */
export function judge(outcome: Outcome): string[] {
  const { pushed, done, dead, lost, again, mayLose, mayRepeat, isSettled } = outcome
  const faults: string[] = []
  if (pushed === 0) faults.push('Nothing was pushed.')
  if (done + dead + lost.length !== pushed) faults.push('The count does not add up.')
  if (!isSettled) faults.push('Jobs were still left when the time was up.')
  if (lost.length > mayLose) faults.push(`Lost: ${lost.slice(0, 20).join(' ')}.`)
  if (again.length > mayRepeat) faults.push(`Run again: ${again.slice(0, 20).join(' ')}.`)
  const { recoveryMs, maxRecoveryMs = Infinity } = outcome
  if ((recoveryMs ?? 0) > maxRecoveryMs) faults.push(`Recovered only after ${recoveryMs} ms.`)
  if (recoveryMs === null && maxRecoveryMs < Infinity) faults.push('No recovery was seen.')
  return faults
}
