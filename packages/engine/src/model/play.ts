/**
 * Plays one run: step by step in a real Redis and in the reference, compared after every step. At
 * the end everything that is asleep or dead is given up, and the rest must be able to finish all.
 */
import type { RedisClient } from '../redis/contract.ts'
import { adopt, compare } from './compare.ts'
import type { Deed } from './deeds.ts'
import { Reference, Violation, expectEqual } from './reference.ts'
import type { Mistake } from './steered-redis.ts'
import { PROCESS_COUNT, QUEUES } from './steps.ts'
import type { Step } from './steps.ts'
import { World } from './world.ts'

/** So many rounds of reaping, polling and working end every job that can end. */
const MAX_ROUNDS = 8

/** Longer than the longest delay of a retry, and than a tombstone lasts. */
const ROUND_SECONDS = 400

/** Plays the steps. Throws a Violation, or whatever the engine throws. */
export async function play(
  redis: RedisClient,
  steps: readonly Step[],
  mistakes: readonly Mistake[] = [],
): Promise<void> {
  const world = new World(redis, mistakes)
  const reference = new Reference()
  for (const deed of await world.start()) note(world, reference, deed)
  for (const step of steps) await playStep(world, reference, step)
  await finishAll(world, reference)
}

async function playStep(world: World, reference: Reference, step: Step): Promise<void> {
  const deeds = await world.perform(step)
  if (deeds.length === 0) return
  const snapshot = await world.look()
  for (const deed of deeds) {
    if (deed.did === 'together') adopt(reference, snapshot, deed.deeds, world.processes)
    else note(world, reference, deed)
  }
  compare(reference, snapshot)
}

function note(world: World, reference: Reference, deed: Deed): void {
  if (deed.did !== 'together') reference.note(deed, world.nowMs / 1000)
}

/** Nothing is stuck: what is left can be worked off by those that live, and nothing stays behind. */
async function finishAll(world: World, reference: Reference): Promise<void> {
  await quicken(world, reference)
  for (let round = 0; isAnyLeft(reference); round += 1) {
    if (round === MAX_ROUNDS) throw new Violation('Some jobs can never be finished.')
    await playAll(world, reference, [
      { do: 'reap', by: 0 },
      { do: 'poll', by: 0 },
    ])
    await playAll(world, reference, [{ do: 'fetch', by: 0, limit: 100, isReplyLost: false }])
    await playAll(
      world,
      reference,
      Array.from({ length: runCount(world) }, () => END_WELL),
    )
    world.nowMs += ROUND_SECONDS * 1000
  }
  await checkRest(world, reference)
}

/** Everyone who lives wakes up, everyone who does not is given up. */
async function quicken(world: World, reference: Reference): Promise<void> {
  const everyone = [...Array(PROCESS_COUNT).keys()]
  for (const deed of await world.expireGhosts()) note(world, reference, deed)
  await playAll(world, reference, [
    ...[...QUEUES.keys()].map((queue) => ({ do: 'resume', queue }) as const),
    ...everyone.map((by) => ({ do: 'wake', by, notices: true }) as const),
    ...everyone.map((by) => ({ do: 'renew', by }) as const),
    ...everyone.map((by) => ({ do: 'sweep', by }) as const),
  ])
}

/** Steps of which only the end is compared. */
async function playAll(world: World, reference: Reference, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    for (const deed of await world.perform(step)) note(world, reference, deed)
  }
  compare(reference, await world.look())
}

const END_WELL: Step = { do: 'end', run: 0, isWell: true, isReplyLost: false }

function runCount(world: World): number {
  return world.processes.reduce((count, { runs }) => count + runs.size, 0)
}

function isAnyLeft(reference: Reference): boolean {
  return [...reference.jobs.values()].some(
    ({ place }) => place.at !== 'ended' && place.at !== 'dead',
  )
}

async function checkRest(world: World, reference: Reference): Promise<void> {
  for (const process of world.processes) await process.counters.flush()
  const { keys } = await world.look()
  const left = keys.filter((key) => !EXPECTED_KEYS.some((pattern) => pattern.test(key)))
  expectEqual('keys that stay behind', left.join(' '), '')
  const living = world.processes.map((process) => reference.processOf(process))
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
  const processed = reference.processed + sum(living.map((process) => process.processed))
  const failed = reference.failed + sum(living.map((process) => process.failed))
  expectEqual('stat:processed', await world.read('stat:processed'), processed)
  expectEqual('stat:failed', await world.read('stat:failed'), failed)
}

const EXPECTED_KEYS = [
  /^dead$/u,
  /^queues$/u,
  /^stat:/u,
  /^howdah:processes$/u,
  /^howdah:alive:/u,
  /^howdah:recoveries:/u,
  // Of cancelled jobs, for a day.
  /^howdah:outcome:/u,
  // When a queue's last job ended, for a month.
  /^howdah:finished:/u,
  /^it-/u,
]
