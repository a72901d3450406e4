/**
 * From the SIGKILL of a worker to the start of its job in another one.
 *
 * Every pair of workers has a database of its own, so all pairs are measured at the same time. A
 * process of the same machine is seen to be gone by its pid; what counts is one that was on another
 * machine, so for that its entry in the registry is given another place before it is killed.
 */
import type { Bench, Scenario } from '../bench.ts'
import type { Engine } from '../engines.ts'
import { decodeRegistry, encodeIncarnation } from '../../../packages/engine/src/redis/registry.ts'
import { monotonicMs } from '../peers/child.ts'
import type { MeasuredProcess } from '../measured-process.ts'

const VARIANTS = ['another machine', 'same machine'] as const

/** Redis has 16 databases. */
const MAX_ROUNDS = 5

const TIMEOUT_MS = 150_000

export const recovery: Scenario = {
  name: 'recovery',
  title: 'From the SIGKILL of a worker to the start of its job elsewhere, ms',
  async run(bench: Bench): Promise<void> {
    const measurements: Promise<void>[] = []
    let database = 0
    for (const [engine] of [bench.engines('ours')]) {
      if (engine === undefined) continue
      for (const variant of VARIANTS) {
        for (let round = 0; round < bench.rounds(MAX_ROUNDS); round += 1) {
          measurements.push(measureRecovery(bench, engine, { variant, database: (database += 1) }))
        }
      }
    }
    // It waits for a minute, so once is enough.
    for (const engine of bench.engines('bullmq')) {
      const pair = { variant: 'same machine', database: (database += 1) } as const
      measurements.push(measureRecovery(bench, engine, pair))
    }
    await Promise.all(measurements)
  },
}

interface Pair {
  readonly variant: (typeof VARIANTS)[number]
  readonly database: number
}

async function measureRecovery(
  bench: Bench,
  engine: Engine,
  { variant, database }: Pair,
): Promise<void> {
  const parts = {
    redisUrl: bench.redis.database(database),
    concurrency: 1,
    handler: 'hold',
  } as const
  const victim = await bench.startWorker(engine, parts)
  await bench.push(engine.feeder, { ...parts, count: 1 })
  await victim.message('holding')
  const heir = await bench.startWorker(engine, parts)
  if (engine.name === 'ours' && variant === 'another machine') {
    await pretendElsewhere(bench, database, victim)
  }
  const killedAtMs = monotonicMs()
  await victim.kill()
  const { atMs } = await heir.message('holding', TIMEOUT_MS)
  bench.results.add(
    { scenario: 'recovery', engine: engine.name, variant },
    { recoveryMs: atMs - killedAtMs },
  )
  await heir.kill()
}

/** Gives the victim's entry in the registry a place that nobody else is in. */
async function pretendElsewhere(
  bench: Bench,
  database: number,
  victim: MeasuredProcess,
): Promise<void> {
  const redis = bench.redis.connect(database)
  const entries = decodeRegistry(await redis.call('HGETALL', redis.keys.registry))
  for (const entry of entries) {
    if (entry.pid !== victim.pid) continue
    const moved = encodeIncarnation({ ...entry, place: 'another machine' })
    await redis.call('HSET', redis.keys.registry, entry.id, moved)
  }
  await redis.close()
}
