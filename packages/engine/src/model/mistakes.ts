/**
 * Mistakes that a script could have, one each: proof that the model finds what it is there to find.
 *
 * When you change a script and its mistake no longer applies, write the mistake anew.
 */
import { enqueueDueScript } from '../redis/due-scripts.ts'
import { recoverScript } from '../redis/process-scripts.ts'
import {
  acknowledgeScript,
  buryScript,
  fetchScript,
  giveBackScript,
  retryScript,
} from '../redis/scripts.ts'
import { markCancelled } from '../client/scripts.ts'
import type { Mistake } from './steered-redis.ts'

/** What a script must look like for the mistake, and what becomes of it. */
interface Slip {
  readonly title: string
  readonly script: { readonly name: string; readonly source: () => string }
  readonly right: RegExp
  readonly wrong: string
}

const NO_CHECK = "redis.call('LREM', KEYS[1], -1, ARGV[1])\nif false then"
const CHECK = /if redis\.call\('LREM', KEYS\[1\], -1, ARGV\[1\]\) == 0 then/u

const slips: readonly Slip[] = [
  {
    title: 'an acknowledgement that leaves the unit where it is',
    script: acknowledgeScript,
    right: /redis\.call\('LREM', [^)]*\)/u,
    wrong: '1',
  },
  {
    title: 'a retry by who is no owner any more',
    script: retryScript,
    right: CHECK,
    wrong: NO_CHECK,
  },
  {
    title: 'a burial by who is no owner any more',
    script: buryScript,
    right: CHECK,
    wrong: NO_CHECK,
  },
  {
    title: 'a fetch by who was reaped',
    script: fetchScript,
    right: /if redis\.call\('HEXISTS', KEYS\[1\], ARGV\[1\]\) == 0 then/u,
    wrong: 'if false then',
  },
  {
    title: 'a fetch from a paused queue',
    script: fetchScript,
    right: /if is_any_paused and/u,
    wrong: 'if false and',
  },
  {
    title: 'a fetch that stores nothing in flight',
    script: fetchScript,
    right: /redis\.call\('LPUSH', [^\n]*/u,
    wrong: '',
  },
  {
    title: 'a recovery that forgets one',
    script: recoverScript,
    right: /for at = 4, #ARGV, 2 do/u,
    wrong: 'for at = 4, #ARGV - 3, 2 do',
  },
  {
    title: 'a recovery that two reapers do twice',
    script: recoverScript,
    right: /redis\.call\('LREM', KEYS\[1\], -1, ARGV\[at\]\) == 1/u,
    wrong: "redis.call('LREM', KEYS[1], -1, ARGV[at]) >= 0",
  },
  {
    title: 'a recovery that counts no deaths',
    script: recoverScript,
    right: /redis\.call\('INCR', counter\)/u,
    wrong: '',
  },
  {
    title: 'giving back what was taken away',
    script: giveBackScript,
    right: /redis\.call\('LREM', KEYS\[1\], -1, ARGV\[at\]\) == 1/u,
    wrong: "redis.call('LREM', KEYS[1], -1, ARGV[at]) >= 0",
  },
  {
    title: 'a due job that two pollers move',
    script: enqueueDueScript,
    right: /redis\.call\('ZREM', KEYS\[1\], ARGV\[at \+ 1\]\) == 1/u,
    wrong: "redis.call('ZREM', KEYS[1], ARGV[at + 1]) >= 0",
  },
  {
    title: 'a cancellation that leaves no mark',
    script: markCancelled,
    right: /redis\.call\('HSETNX', [^\n]*/u,
    wrong: '1',
  },
]

/** A mistake, and whether the script still is what it was when the mistake was thought of. */
export interface ReadyMistake extends Mistake {
  readonly title: string
  readonly applies: boolean
}

/** All mistakes, ready to be made. */
export const MISTAKES: readonly ReadyMistake[] = slips.map(({ title, script, right, wrong }) => ({
  title,
  script: script.name,
  applies: right.test(script.source()),
  change: (source) => source.replace(right, () => wrong),
}))
