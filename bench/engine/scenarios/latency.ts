/** Draining over a network with a round trip of 1 ms, which a proxy of ours adds. */
import type { Bench, Scenario } from '../bench.ts'
import { connectRedis } from '@howdah/engine'
import { fileURLToPath } from 'node:url'
import { measureDrain } from '../drain.ts'
import { median } from '../statistics.ts'

const CONCURRENCY = 50
const FAST_COUNT = 100_000
const SLOW_COUNT = 20_000
const PINGS = 200

export const latency: Scenario = {
  name: 'latency',
  title: `Draining with a network round trip of 1 ms, concurrency ${CONCURRENCY}`,
  async run(bench: Bench): Promise<void> {
    await bench.interleave(bench.engines('ours', 'bare', 'bullmq'), async (engine) => {
      const count = bench.scaled(engine.name === 'bullmq' ? SLOW_COUNT : FAST_COUNT, 1_000)
      await bench.push(engine.feeder, { count })
      const proxy = bench.spawn(
        [process.execPath, fileURLToPath(new URL('../peers/proxy.ts', import.meta.url))],
        {},
      )
      const { url: redisUrl } = await proxy.message('listening')
      const roundTripMs = await measureRoundTrip(redisUrl)
      const figures = await measureDrain(bench, engine, {
        concurrency: CONCURRENCY,
        count,
        redisUrl,
      })
      bench.results.add(
        { scenario: 'latency', engine: engine.name, variant: `c=${CONCURRENCY}` },
        { ...figures, roundTripMs },
      )
      await bench.clear()
    })
  },
}

async function measureRoundTrip(redisUrl: string): Promise<number> {
  const redis = connectRedis(redisUrl)
  const times: number[] = []
  for (let count = 0; count < PINGS; count += 1) {
    const askedAtMs = performance.now()
    await redis.call('PING')
    times.push(performance.now() - askedAtMs)
  }
  await redis.close()
  return median(times)
}
