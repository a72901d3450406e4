/**
 * Side by side on the same numbers of jobs: time to the first and to the last byte of the pages that all have. Of
 * bull-board only its answer with the numbers counts, not the page that asks for it.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startTestRedis } from '@howdah/engine/testing'
import { median, percentile } from '../engine/statistics.ts'
import { freePort } from '../export/cluster.ts'
import type { Scenario, WebBench } from './bench.ts'
import { fillBullmq } from './data/fill-bullmq.ts'
import { QUEUE } from './data/jobs.ts'
import type { Contestant } from './results.ts'
import { ask, type Answer } from './site.ts'

/** The pages of each, by what they show. */
export const PEER_PAGES = ['dashboard', 'queue', 'dead'] as const
type PeerPage = (typeof PEER_PAGES)[number]

interface Console {
  readonly contestant: Contestant
  readonly paths: Readonly<Record<PeerPage, string>>
  ask(path: string): Promise<Pick<Answer, 'status' | 'firstByteMs' | 'totalMs'>>
  stop(): Promise<void>
}

const WARM_UP = 3

export const peers: Scenario = {
  name: 'peers',
  title: 'Side by side: time to the first and to the last byte',
  async run(bench) {
    bench.say('  filling another Redis for BullMQ …')
    const redis = await startTestRedis()
    const consoles: Console[] = []
    try {
      await fillBullmq(redis.redis, bench.amounts.jobs)
      for (const one of [ours(bench.redisUrl), sidekiq(bench.redisUrl), bullBoard(redis.url)]) {
        consoles.push(await one)
      }
      await bench.beat()
      await compare(bench, consoles)
    } finally {
      for (const one of consoles) await one.stop()
      await redis.stop()
    }
  },
}

/** In turns, so that whatever else the machine does hits all of them. */
async function compare(bench: WebBench, consoles: readonly Console[]): Promise<void> {
  const answers = new Map<string, Pick<Answer, 'firstByteMs' | 'totalMs'>[]>()
  for (let round = -WARM_UP; round < bench.options.requests; round += 1) {
    for (const page of PEER_PAGES) {
      for (const { contestant, paths, ...one } of consoles) {
        const answer = await one.ask(paths[page])
        const { status } = answer
        if (status !== 200) throw new Error(`${contestant}: ${paths[page]} answered ${status}.`)
        const name = `${contestant} ${page}`
        if (round >= 0) answers.set(name, [...(answers.get(name) ?? []), answer])
      }
    }
  }
  for (const { contestant } of consoles) {
    for (const page of PEER_PAGES) {
      const all = answers.get(`${contestant} ${page}`) ?? []
      const firsts = all.map(({ firstByteMs }) => firstByteMs)
      const lasts = all.map(({ totalMs }) => totalMs)
      bench.results.add(
        { scenario: 'peers', contestant, variant: page },
        {
          firstByteMs: median(firsts),
          p99Ms: percentile(firsts, 0.99),
          lastByteMs: median(lasts),
          lastP99Ms: percentile(lasts, 0.99),
        },
      )
    }
  }
}

/** The console alone, as theirs are: without a log-in, without a ledger. */
function ours(redisUrl: string): Promise<Console> {
  const main = fileURLToPath(new URL('../../packages/web/dist/cli/main.js', import.meta.url))
  const command = (port: string) => [process.execPath, main, '--redis', redisUrl, '--port', port]
  return start(command, redisUrl, {
    contestant: 'ours',
    paths: { dashboard: '/redis', queue: `/redis/queues/${QUEUE}`, dead: '/redis/dead' },
  })
}

function sidekiq(redisUrl: string): Promise<Console> {
  return start(() => ['ruby', pathOf('sidekiq-web.rb')], redisUrl, {
    contestant: 'sidekiq',
    paths: { dashboard: '/', queue: `/queues/${QUEUE}`, dead: '/morgue' },
  })
}

function bullBoard(redisUrl: string): Promise<Console> {
  const queue = `/api/queues?activeQueue=${QUEUE}&page=1&jobsPerPage=25`
  return start(() => [process.execPath, pathOf('bull-board.ts')], redisUrl, {
    contestant: 'bull-board',
    paths: {
      dashboard: '/api/queues',
      queue: `${queue}&status=waiting`,
      dead: `${queue}&status=failed`,
    },
  })
}

async function start(
  command: (port: string) => readonly string[],
  redisUrl: string,
  about: Pick<Console, 'contestant' | 'paths'>,
): Promise<Console> {
  const port = await freePort()
  const [program = '', ...parameters] = command(String(port))
  const child = spawn(program, parameters, {
    env: { ...process.env, REDIS_URL: redisUrl, PORT: String(port), RACK_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (/^READY$|https?:/u.test(line)) resolve()
    })
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`${about.contestant} ended with ${code}.`)))
  })
  return {
    ...about,
    ask: (path) => ask({ url: `http://127.0.0.1:${port}${path}` }),
    stop: async () => {
      if (child.exitCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(`peers/${file}`, import.meta.url))
}
