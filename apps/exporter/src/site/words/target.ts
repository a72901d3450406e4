/**
 * To what something was done, in the words of the reader. The audit keeps it by the names it is found by, such
 * as `export 1093 (@ada)` or `@ada export 1093 job 5f1c… and 3 more`.
 */
import { words } from './words.ts'

const NAMED = /\b(export|operation|job) ([0-9a-f]+)\b/g
const MORE = / and (\d+) more$/
const MANY = /^(?:all members|members active in the last (\d+) days)(, suspended ones too)?$/

export function targetText(target: string): string {
  const { targets } = words().audit
  const many = MANY.exec(target)
  if (many !== null) {
    const [, days, suspended] = many
    const who = days === undefined ? targets.everybody : targets.activeWithin(Number(days))
    return suspended === undefined ? who : targets.suspendedToo(who)
  }
  const names = target
    .replace(MORE, '')
    .replaceAll(NAMED, (_, kind: 'export' | 'operation' | 'job', id: string) => targets[kind](id))
  const more = MORE.exec(target)
  return more === null ? names : targets.more(names, Number(more[1]))
}
