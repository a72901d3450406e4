/** The life of a launcher. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineJob } from '../job/definition.ts'
import { silentLogger } from '../support/logger.ts'
import { useEngine } from './fixtures/use-engine.ts'
import { Launcher } from './launcher.ts'
import { Queue } from '../api/queue.ts'

const engine = useEngine()
const { call, launch, server } = engine
const job = defineJob({ class: 'X', args: z.array(z.unknown()), perform() {} })

describe('the launcher', () => {
  test('may be stopped twice, and before it was started', async () => {
    const launcher = new Launcher({
      redis: server().url,
      jobs: [],
      logger: silentLogger,
      signals: false,
    })
    await Promise.all([launcher.stop(), launcher.stop()])
    await launcher.stopped
    expect(await call('DBSIZE')).toBe(0)
  })

  test('tells its life', async () => {
    const events: string[] = []
    const tell = (event: string) => () => void events.push(event)
    const launcher = await launch([], {
      on: {
        startup: tell('startup'),
        heartbeat: tell('heartbeat'),
        beat: tell('beat'),
        quiet: tell('quiet'),
        shutdown: tell('shutdown'),
        exit: tell('exit'),
      },
    })
    await expect.poll(() => events).toContain('beat')
    await launcher.stop()
    expect(events.filter((event) => event !== 'beat')).toEqual([
      'startup',
      'heartbeat',
      'quiet',
      'shutdown',
      'exit',
    ])
  })

  test('refuses settings that make no sense, in sentences', () => {
    const create = (options: object) => () =>
      new Launcher({ redis: server().url, jobs: [], ...options })
    expect(create({ concurrency: 0 })).toThrow('must be a whole number from 1, not 0')
    expect(create({ queues: [] })).toThrow('at least one queue')
    expect(create({ jobs: [job, job] })).toThrow('Two jobs are defined with the class X')
  })

  test('an idle process with five queues costs Redis at most two commands a second', async () => {
    await launch([job], { queues: ['a', 'b', 'c', 'd', 'e'] })
    await expect.poll(() => call('CLIENT', 'LIST')).toContain('cmd=blmove')
    const count = async () =>
      Number(/total_commands_processed:(\d+)/.exec(String(await call('INFO', 'stats')))?.[1])
    const before = await count()
    // The span holds one beat, as every span of ten seconds does.
    await new Promise((resolve) => setTimeout(resolve, 10_000))
    const perSecond = ((await count()) - before - 1) / 10
    // By its random pauses the poller may be a little over its average in a span so short.
    expect(perSecond).toBeLessThan(2.2)
  })

  test('whoever waits again is not woken by the order that ended the waiting before', async () => {
    await launch([job], { queues: ['a', 'b', 'c', 'd', 'e'] })
    const waiting = async () =>
      String(await call('CLIENT', 'LIST')).match(/flags=b\b.* cmd=blmove/g)?.length ?? 0
    const woken = async () =>
      Number(
        /client\|unblock:calls=(\d+)/.exec(String(await call('INFO', 'commandstats')))?.[1] ?? 0,
      )
    const queue = new Queue(server().redis, 'a')
    for (let round = 0; round < 20; round += 1) {
      await queue.pause()
      await expect.poll(waiting).toBe(4)
      await queue.resume()
      await expect.poll(waiting).toBe(5)
    }
    const before = await woken()
    expect(before).toBeGreaterThan(20)
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await woken()).toBe(before)
  })
})
