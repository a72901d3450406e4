/** A real launcher with a health endpoint, asked over HTTP as a probe asks. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineJob } from '../index.ts'
import { useEngine } from './fixtures/use-engine.ts'
import type { Launcher } from './launcher.ts'
import { judgeVitals, monotonicMs } from './vitals.ts'
import type { Vitals } from './vitals.ts'

const engine = useEngine()
const local = { port: 0, host: '127.0.0.1' }

let release: () => void = () => {}
afterEach(() => release())

const patient = defineJob({
  class: 'PatientWorker',
  args: z.tuple([]),
  perform: () => new Promise<void>((resolve) => (release = resolve)),
})

/** Computes for a while, so that the event loop stands still. */
const computing = defineJob({
  class: 'ComputingWorker',
  args: z.tuple([z.number()]),
  perform([milliseconds]) {
    const end = performance.now() + milliseconds
    while (performance.now() < end);
  },
})

async function ask(launcher: Launcher, path: string, method = 'GET') {
  const response = await fetch(`http://127.0.0.1:${launcher.healthPort ?? 0}${path}`, { method })
  const text = await response.text()
  const body: unknown = text === '' ? null : JSON.parse(text)
  return { status: response.status, body: body as Record<string, unknown> }
}

test('a process that fetches is healthy and ready, and tells what it runs', async () => {
  const launcher = await engine.launch([patient], { health: local })
  await expect.poll(async () => (await ask(launcher, '/ready')).status).toBe(200)
  const jid = await engine.client.push(patient, [])
  await expect
    .poll(async () => (await ask(launcher, '/')).body)
    .toMatchObject({
      status: 'ok',
      ready: true,
      problems: [],
      state: 'running',
      quiet: false,
      identity: launcher.identity,
      busy: 1,
      concurrency: 2,
      oldestJob: { class: 'PatientWorker', jid, queue: 'default' },
    })
  const { body } = await ask(launcher, '/health')
  expect(Date.now() - Date.parse(String(body['lastFetchAt']))).toBeLessThan(30_000)
  expect((await ask(launcher, '/health', 'HEAD')).status).toBe(200)
  expect((await ask(launcher, '/health', 'POST')).status).toBe(405)
  expect((await ask(launcher, '/nonsense')).status).toBe(404)
})

test('a quiet process is healthy, but not ready for more', async () => {
  const launcher = await engine.launch([patient], { health: local })
  await launcher.quiet()
  await expect.poll(async () => (await ask(launcher, '/ready')).status).toBe(503)
  const { status, body } = await ask(launcher, '/health')
  expect(status).toBe(200)
  expect(body).toMatchObject({ state: 'quiet', quiet: true, ready: false })
})

test('a process that lost its Redis says so, and recovers with it', async () => {
  const options = { health: local, livenessTtlMs: 600, reapIntervalMs: 200 }
  const launcher = await engine.launch([patient], options)
  await expect.poll(async () => (await ask(launcher, '/ready')).status).toBe(200)
  await engine.call('CLIENT', 'PAUSE', 1_500, 'ALL')
  await expect.poll(async () => (await ask(launcher, '/')).status, { timeout: 3_000 }).toBe(503)
  expect(String((await ask(launcher, '/')).body['problems'])).toContain('sign of life')
  await expect.poll(async () => (await ask(launcher, '/')).status, { timeout: 5_000 }).toBe(200)
})

test('a taken port is refused with a sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  await expect(engine.launch([patient], { health: { port, host: '127.0.0.1' } })).rejects.toThrow(
    `cannot listen on 127.0.0.1:${port}`,
  )
  other.close()
})

test('a handler that blocks the event loop does not keep the probe waiting', async () => {
  const launcher = await engine.launch([computing], { health: local })
  await expect.poll(async () => (await ask(launcher, '/ready')).status).toBe(200)
  // This thread stands still as well, so another process asks, in the middle of it.
  const script = `
    let stalest = 0, answers = 0
    process.stdout.write('asking\\n')
    for (const until = Date.now() + 6000; Date.now() < until && stalest < 1.2; ) {
      const response = await fetch('http://127.0.0.1:${launcher.healthPort ?? 0}/health')
      const body = await response.json()
      if (response.status !== 200) throw new Error(JSON.stringify(body))
      stalest = Math.max(stalest, body.readSecondsAgo)
      // Answers from the middle of the computing: what they know was read before it.
      if (body.readSecondsAgo > 1.05) answers += 1
    }
    process.stdout.write(JSON.stringify({ answers, stalest }) + '\\n')`
  const asker = spawn(process.execPath, ['--input-type=module', '-e', script])
  const lines = createInterface({ input: asker.stdout })
  await once(lines, 'line')
  const answered = once(lines, 'line')
  await engine.client.push(computing, [2_000])
  const [output] = (await answered) as [string]
  const { answers, stalest } = JSON.parse(output) as { answers: number; stalest: number }
  expect(stalest).toBeGreaterThanOrEqual(1.2)
  expect(answers).toBeGreaterThan(0)
})

describe('the judgement', () => {
  const well: Vitals = {
    identity: 'host:1:abc',
    pid: 1,
    state: 'running',
    readAtMs: monotonicMs(),
    lastFetchAtMs: Date.now(),
    fetchSilenceMs: 0,
    renewedAgoMs: 100,
    livenessTtlMs: 8_000,
    busy: 0,
    concurrency: 5,
    roundTripMs: 0.2,
    oldestJob: null,
    rssBytes: 100_000_000,
  }
  const judge = (changes: Partial<Vitals>) => judgeVitals({ ...well, ...changes })

  test('silence of a minute is sickness, but not of one that has stopped asking', () => {
    expect(judge({ fetchSilenceMs: 59_000 }).isHealthy).toBe(true)
    expect(judge({ fetchSilenceMs: 61_000 }).problems).toEqual([
      'Redis has answered no fetch for 61 seconds.',
    ])
    expect(judge({ fetchSilenceMs: 61_000, state: 'quiet' }).isHealthy).toBe(true)
    expect(judge({ fetchSilenceMs: 61_000, state: 'starting' }).isHealthy).toBe(false)
  })

  test('a sign of life that ran out is sickness, whatever the old vitals say', () => {
    expect(judgeVitals(well, 8_100).isHealthy).toBe(false)
    expect(judgeVitals({ ...well, state: 'starting' }, 1e9).isHealthy).toBe(true)
  })

  test('an event loop may stand still for ten minutes', () => {
    expect(judge({ readAtMs: monotonicMs() - 599_000 }).isHealthy).toBe(true)
    expect(judge({ readAtMs: monotonicMs() - 601_000 }).isHealthy).toBe(false)
  })
})
