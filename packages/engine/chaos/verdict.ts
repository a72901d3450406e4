/** Judges an outcome: one sentence for each fault, none when all is as promised. */
import type { Outcome } from './scenarios.ts'

export function judge({ pushed, done, dead, lost, again, mayLose, mayRepeat }: Outcome): string[] {
  const faults: string[] = []
  if (pushed === 0) faults.push('Nothing was pushed.')
  if (done + dead + lost.length !== pushed) faults.push('The count does not add up.')
  if (lost.length > mayLose) faults.push(`Lost: ${lost.slice(0, 20).join(' ')}.`)
  if (again.length > mayRepeat) faults.push(`Run again: ${again.slice(0, 20).join(' ')}.`)
  return faults
}
