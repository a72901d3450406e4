/** The clock: due jobs move, in time, as they are. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineJob } from '../job/definition.ts'
import { useEngine } from './fixtures/use-engine.ts'

const engine = useEngine()
const { call, launch } = engine
const anything = z.array(z.unknown())

describe('the clock', () => {
  const job = defineJob({ class: 'X', args: anything, perform() {} })

  test('due jobs of both sets move soon after the start, as raw text with enqueued_at', async () => {
    const raw = (jid: string) =>
      `{"class":"X","args":[1.0],"queue":"other","jid":"${jid}", "b" : 1e2}`
    await call('ZADD', 'schedule', 1, raw('one'))
    await call('ZADD', 'retry', 2, raw('two'))
    await launch([job])
    await expect.poll(() => call('LLEN', 'queue:other')).toBe(2)
    const moved = (await call('LRANGE', 'queue:other', 0, -1)) as string[]
    expect(moved[0]).toMatch(
      /^\{"class":"X","args":\[1\.0\],"queue":"other","jid":"one", "b" : 1e2,"enqueued_at":\d{13}\}$/,
    )
    expect(await call('SMEMBERS', 'queues')).toEqual(['other'])
  })

  test('what is not plain moves among what is, as raw text and to its own queue', async () => {
    const texts = [
      '{"queue":"plain","class":"X","args":[1]}',
      '{"class":"X","args":[{"queue":"wrong"}]}',
      '{"class":"X","args":[{"queue":"wrong"}],"queue":"right"}',
      '{"key\\"queue":"wrong","queue":"right","class":"X","args":[]}',
      '{"tags":["a"],"queue":"right","class":"X","args":["\\"queue\\":\\"wrong\\""]}',
      '{"queue":"again","enqueued_at":5,"class":"X","args":[]}',
      '{"queue":"esc\\u0061ped","class":"X","args":[]}',
      '{"retry":true,"queue":"plain","class":"X","args":[12345678901234567890,1.0]}',
    ]
    await call('ZADD', 'schedule', ...texts.flatMap((text) => [1, text]))
    await launch([job], { queues: ['none'] })
    const queues = ['plain', 'default', 'right', 'again', 'escaped', 'wrong']
    const lengths = () => Promise.all(queues.map((name) => call('LLEN', `queue:${name}`)))
    await expect.poll(lengths, { timeout: 10_000 }).toEqual([2, 1, 3, 1, 1, 0])
    const plain = (await call('LRANGE', 'queue:plain', 0, -1)) as string[]
    for (const text of texts.filter((text) => text.includes('"plain"'))) {
      const start = `${text.slice(0, -1)},"enqueued_at":`
      expect(plain).toEqual(expect.arrayContaining([expect.stringContaining(start)]))
    }
    expect(await call('ZCARD', 'schedule')).toBe(0)
  })

  test('thousands move at once', async () => {
    const members = Array.from({ length: 3_500 }, (_, id) => [
      id,
      `{"class":"Y","args":[],"queue":"other","jid":"${id}"}`,
    ]).flat()
    await call('ZADD', 'schedule', ...members)
    await launch([job])
    await expect.poll(() => call('LLEN', 'queue:other')).toBe(3_500)
    const first = (await call('LINDEX', 'queue:other', -1)) as string
    expect(JSON.parse(first).jid).toBe('0')
  })

  test('a job is picked up at its time, not at the next poll', async () => {
    const ran = Promise.withResolvers<number>()
    const timed = defineJob({ class: 'T', args: anything, perform: () => ran.resolve(Date.now()) })
    const launcher = await launch([timed], { pollIntervalAverageSeconds: 1_000 })
    const at = Date.now() + 700
    await launcher.client.push(timed, [], { at: new Date(at) })
    // The next poll would be in some quarter of an hour.
    expect(await ran.promise).toBeGreaterThanOrEqual(at)
  })

  test('a job that another process schedules for soon is picked up at its time', async () => {
    const lateMs: number[] = []
    const punctual = defineJob({
      class: 'Punctual',
      args: anything,
      perform: ([dueMs]) => void lateMs.push(Date.now() - Number(dueMs)),
    })
    await launch([punctual], { pollIntervalAverageSeconds: 100 })
    await expect.poll(() => call('PUBSUB', 'NUMSUB', 'howdah:control:0')).toContain(1)
    const dueMs = Date.now() + 700
    await engine.client.push(punctual, [dueMs], { at: dueMs / 1_000 })
    await expect.poll(() => lateMs.length, { timeout: 10_000 }).toBe(1)
    // Without the word it would have been a minute.
    expect(lateMs[0]).toBeGreaterThanOrEqual(0)
  })

  test('what is no job is buried instead of stopping the clock', async () => {
    await call('ZADD', 'schedule', 1, 'nonsense', 2, '{"class":"X","args":[],"queue":"other"}')
    await launch([job])
    await expect.poll(() => call('LLEN', 'queue:other')).toBe(1)
    expect(await call('ZRANGE', 'dead', 0, -1)).toEqual(['nonsense'])
  })
})
