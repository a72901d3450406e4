/** Fifty administrators with an open page each, while nothing happens. */
import { get, type ClientRequest, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { cpuSecondsOf } from '../export/process-figures.ts'
import type { Scenario, WebBench } from './bench.ts'
import { redisCpuSeconds } from './redis-watch.ts'

const SECONDS = 30
const QUICK_SECONDS = 2

export const live: Scenario = {
  name: 'live',
  title: 'Open pages on an idle system: processor time of the site and of Redis',
  async run(bench) {
    const tabs = await Promise.all(bench.cookies.map((cookie) => openTab(bench, cookie)))
    try {
      await sleep(1_000)
      const seconds = bench.options.isQuick ? QUICK_SECONDS : SECONDS
      const [siteBefore, redisBefore] = [
        cpuSecondsOf(bench.site.pid),
        await redisCpuSeconds(bench.redis),
      ]
      await sleep(seconds * 1_000)
      const site = (cpuSecondsOf(bench.site.pid) - siteBefore) / seconds
      const redis = ((await redisCpuSeconds(bench.redis)) - redisBefore) / seconds
      bench.results.add(
        { scenario: 'live', contestant: 'ours', variant: `${tabs.length} tabs` },
        { sitePercent: site * 100, redisPercent: redis * 100, percent: (site + redis) * 100 },
      )
    } finally {
      for (const tab of tabs) tab.destroy()
    }
  },
}

/** Opens the page and then its stream, as a browser does. */
async function openTab(bench: WebBench, cookie: string): Promise<ClientRequest> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const call = get(`${bench.site.url}/sidekiq/events`, { headers: { cookie } }, resolve)
  call.on('error', reject)
  const response = await promise
  if (response.statusCode !== 200) throw new Error(`A stream answered ${response.statusCode}.`)
  response.on('error', () => {}) // It is destroyed at the end.
  response.resume()
  return call
}
