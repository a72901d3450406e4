/**
 * Draws what happens in a run. Half of it is chance alone; the other half are beginnings of stories
 * in which engines go wrong, with chance in between: chance alone would seldom tell them.
 */
import { array, boolean, constant, constantFrom, nat, oneof, record, tuple } from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { PROCESS_COUNT, QUEUES } from './steps.ts'
import type { AdminAct, Step } from './steps.ts'

const by = nat(PROCESS_COUNT - 1)
const queue = nat(QUEUES.length - 1)
const some = nat(9)

/** True once in so many times. */
function seldom(times: number): Arbitrary<boolean> {
  return nat(times - 1).map((value) => value === times - 1)
}

const push = record({
  do: constant('push' as const),
  queue,
  retry: constantFrom(true, true, false, 0 as const),
  in: constantFrom(0, 0, 0, 20),
})
const fetch = record({
  do: constant('fetch' as const),
  by,
  limit: nat(3).map((value) => value + 1),
  isReplyLost: seldom(8),
})
const end = record({
  do: constant('end' as const),
  run: some,
  isWell: boolean(),
  // The settler waits a tenth of a second before it asks again: too dear to do often.
  isReplyLost: seldom(60),
})
const admin = record({
  do: constant('admin' as const),
  act: constantFrom<AdminAct>('retry-now', 'enqueue', 'kill', 'delete', 'delete-waiting'),
  job: some,
})

function processStep<Name extends Step['do']>(
  name: Name,
): Arbitrary<{ readonly do: Name; readonly by: number }> {
  return record({ do: constant(name), by })
}

/** What processes and people do through the engine's own code: it can happen at the same time. */
const acting: Arbitrary<Step> = oneof(
  { weight: 6, arbitrary: push },
  { weight: 8, arbitrary: fetch },
  { weight: 6, arbitrary: end },
  { weight: 4, arbitrary: processStep('reap') },
  { weight: 1, arbitrary: processStep('sweep') },
  { weight: 2, arbitrary: processStep('renew') },
  { weight: 3, arbitrary: processStep('poll') },
  { weight: 2, arbitrary: admin },
)

/** What befalls them. */
const happening: Arbitrary<Step> = oneof(
  { weight: 3, arbitrary: record({ do: constant('expire' as const), whose: some }) },
  { weight: 2, arbitrary: processStep('sleep') },
  { weight: 2, arbitrary: record({ do: constant('wake' as const), by, notices: boolean() }) },
  { weight: 2, arbitrary: processStep('crash') },
  { weight: 1, arbitrary: processStep('stop') },
  { weight: 1, arbitrary: record({ do: constant('land-late' as const), tomb: some, queue }) },
  {
    weight: 2,
    arbitrary: record({ do: constant('pass' as const), seconds: constantFrom(1, 15, 20, 400) }),
  },
  { weight: 2, arbitrary: record({ do: constant('cancel' as const), job: some }) },
  { weight: 1, arbitrary: record({ do: constant('pause' as const), queue }) },
  { weight: 1, arbitrary: record({ do: constant('resume' as const), queue }) },
)

const turns = array(nat(2), { minLength: 4, maxLength: 12, size: 'max' })

function atOnce(...steps: readonly Step[]): Arbitrary<Step> {
  return turns.map((order) => ({ do: 'together', steps, turns: order }))
}

const together: Arbitrary<Step> = record({
  do: constant('together' as const),
  steps: array(acting, { minLength: 2, maxLength: 3, size: 'max' }),
  turns,
})

/** One process, the next one and the one after it. */
const cast = by.map((one) => [one, (one + 1) % PROCESS_COUNT, (one + 2) % PROCESS_COUNT] as const)

function fetchBy(process: number): Step {
  return { do: 'fetch', by: process, limit: 4, isReplyLost: false }
}

/** Taken for dead, and yet it ends what it runs, or stops, or fetches: all of it must count nothing. */
const zombie = tuple(cast, push, end, nat(3)).map(
  ([[one, other], pushed, ending, kind]): Step[] => [
    { ...pushed, in: 0 },
    fetchBy(one),
    { do: 'expire', whose: one },
    { do: 'reap', by: other },
    ...(ending.isWell ? [] : [fetchBy(other)]),
    lastDeed(kind, one) ?? { ...ending, run: 0 },
  ],
)

function lastDeed(kind: number, process: number): Step | undefined {
  return [fetchBy(process), { do: 'stop', by: process } as const][kind]
}

/** A job that takes one process after the other down. */
const poison = tuple(cast, push).map(([[one, other], pushed]): Step[] => {
  const death: Step[] = [
    fetchBy(one),
    { do: 'crash', by: one },
    { do: 'expire', whose: PROCESS_COUNT },
    { do: 'reap', by: other },
  ]
  return [{ ...pushed, in: 0 }, ...death, ...death, ...death, ...death]
})

/** Dead processes, and several who look after them, or the dead who is back at that moment. */
const rescue = tuple(cast, push, nat(3)).chain(([[one, other, third], pushed, kind]) => {
  const rescuers: readonly Step[] = [
    { do: 'reap', by: other },
    kind === 0 ? { do: 'renew', by: one } : { do: 'reap', by: third },
    ...(kind === 2 ? [fetchBy(third)] : []),
  ]
  return atOnce(...rescuers).map((last): Step[] => [
    { ...pushed, in: 0 },
    fetchBy(one),
    { do: 'expire', whose: one },
    last,
  ])
})

/** A job is due, and several reach for it. */
const due = tuple(cast, push, admin).chain(([[one, other], pushed, act]) => {
  const second: Step = act.act === 'retry-now' ? { ...act, job: 0 } : { do: 'poll', by: other }
  return atOnce({ do: 'poll', by: one }, second).map((last): Step[] => [
    { ...pushed, in: 20 },
    { do: 'pass', seconds: 20 },
    last,
  ])
})

/** A run: what happens, in order. */
export const anyRun: Arbitrary<Step[]> = array(
  oneof(
    { weight: 24, arbitrary: acting.map((step) => [step]) },
    { weight: 12, arbitrary: happening.map((step) => [step]) },
    { weight: 3, arbitrary: together.map((step) => [step]) },
    { weight: 3, arbitrary: zombie },
    { weight: 1, arbitrary: poison },
    { weight: 3, arbitrary: rescue },
    { weight: 2, arbitrary: due },
  ),
  { minLength: 3, maxLength: 8, size: 'max' },
).map((stories) => stories.flat())
