/** Search through a million jobs, a step at a time, for what only one of them holds. */
import { percentile } from '../engine/statistics.ts'
import type { Scenario } from './bench.ts'
import { NEEDLE, QUEUE, TENTH } from './data/jobs.ts'
import { longestCommandMs, watchSlowness } from './redis-watch.ts'

/** Steps of a search; a whole set takes fewer. */
const MOST_STEPS = 40

const SEARCHES = {
  'rare text in the dead set': { in: 'dead', q: NEEDLE },
  'nothing in the retry set': { in: 'retry', q: 'args.user_id:999999999' },
  'common class in the scheduled set': { in: 'schedule', q: `class:${TENTH}` },
  'rare text in the queue': { in: `queue:${QUEUE}`, q: NEEDLE },
} as const

export const search: Scenario = {
  name: 'search',
  title: 'Search: one step, and how long Redis does nothing else',
  async run(bench) {
    for (const [variant, query] of Object.entries(SEARCHES)) {
      await watchSlowness(bench.redis)
      const times: number[] = []
      let next: string | null = `/sidekiq/search?${new URLSearchParams(query).toString()}`
      while (next !== null && times.length < MOST_STEPS) {
        const { status, text, totalMs } = await bench.ask(next)
        if (status !== 200) throw new Error(`${next} answered with ${status}.`)
        times.push(totalMs)
        next =
          /href="([^"]*\/search\?[^"]*from=[^"]*)"/u.exec(text)?.[1]?.replaceAll('&amp;', '&') ??
          null
      }
      bench.results.add(
        { scenario: 'search', contestant: 'ours', variant },
        {
          steps: times.length,
          longestMs: Math.max(...times),
          p50Ms: percentile(times, 0.5),
          longestCommandMs: await longestCommandMs(bench.redis),
        },
      )
    }
  },
}
