import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Pause } from '@howdah/engine/api'
import { expect, test, vi } from 'vitest'
import { KeptValues } from './kept-values.ts'

/** A loader of 1, 2, 3 … whose results are let go by hand. */
function counter() {
  const waiting: PromiseWithResolvers<number>[] = []
  return {
    load: () => {
      const one = Promise.withResolvers<number>()
      waiting.push(one)
      return one.promise
    },
    get loads() {
      return waiting.length
    },
    give: (value: number) => waiting.at(-1)?.resolve(value),
    fail: (error: Error) => waiting.at(-1)?.reject(error),
  }
}

const KEEPING = { freshMs: 1_000, staleMs: 5_000 }

test('an old value is given at once, with its moment, while the next one loads beside', async () => {
  vi.useFakeTimers({ now: 100_000 })
  const { load, give } = counter()
  const kept = new KeptValues()
  const first = kept.get('one', KEEPING, load)
  await Promise.resolve()
  give(1)
  expect(await first).toEqual({ value: 1, at: new Date(100_000) })
  vi.setSystemTime(102_000)
  expect(await kept.get('one', KEEPING, load)).toEqual({ value: 1, at: new Date(100_000) })
  expect((await kept.get('one', KEEPING, load)).value).toBe(1)
  give(2)
  await vi.advanceTimersByTimeAsync(0)
  expect(await kept.get('one', KEEPING, load)).toEqual({ value: 2, at: new Date(102_000) })
  vi.useRealTimers()
})

test('a clock that was set back keeps nothing', async () => {
  vi.useFakeTimers({ now: 10_000_000 })
  let count = 0
  const kept = new KeptValues()
  const get = () => kept.get('one', KEEPING, async () => (count += 1))
  expect((await get()).value).toBe(1)
  vi.setSystemTime(100_000)
  expect((await get()).value).toBe(2)
  vi.useRealTimers()
})

test('nobody gets a value that is too old: they wait for the next one, all for the same', async () => {
  vi.useFakeTimers({ now: 0 })
  const one = counter()
  const kept = new KeptValues()
  const first = kept.get('one', KEEPING, one.load)
  await Promise.resolve()
  one.give(1)
  await first
  vi.setSystemTime(5_000)
  const waiting = Promise.all([
    kept.get('one', KEEPING, one.load),
    kept.get('one', KEEPING, one.load),
  ])
  await Promise.resolve()
  expect(one.loads).toBe(2)
  one.give(2)
  expect((await waiting).map(({ value }) => value)).toEqual([2, 2])
  vi.useRealTimers()
})

test('a failure is told to who waits, not kept, and does not take the last value away', async () => {
  vi.useFakeTimers({ now: 0 })
  const one = counter()
  const errors: unknown[] = []
  const kept = new KeptValues((error) => errors.push(error))
  const failing = kept.get('one', KEEPING, one.load)
  await Promise.resolve()
  one.fail(new Error('away'))
  await expect(failing).rejects.toThrow('away')
  const second = kept.get('one', KEEPING, one.load)
  await Promise.resolve()
  one.give(2)
  await second
  vi.setSystemTime(2_000)
  expect((await kept.get('one', KEEPING, one.load)).value).toBe(2)
  one.fail(new Error('away again'))
  await vi.advanceTimersByTimeAsync(0)
  expect(errors).toEqual([new Error('away again')])
  expect((await kept.get('one', KEEPING, one.load)).value).toBe(2)
  vi.useRealTimers()
})

test('loading that fails before it has begun can be tried again', async () => {
  const kept = new KeptValues()
  const load = (): Promise<number> => {
    throw new Error('no')
  }
  await expect(kept.get('one', KEEPING, load)).rejects.toThrow('no')
  expect((await kept.get('one', KEEPING, async () => 1)).value).toBe(1)
})

test('a load that nobody waits for rests between its pieces, another one only lets others have a turn', async () => {
  vi.useFakeTimers({ now: 0 })
  const kept = new KeptValues()
  let pieces = 0
  const load = async (pause: Pause): Promise<number> => {
    for (let piece = 0; piece < 3; piece += 1) {
      pieces += 1
      vi.advanceTimersByTime(2)
      await pause()
    }
    return pieces
  }
  const get = async (): Promise<number> => (await kept.get('one', KEEPING, load)).value
  expect(await get()).toBe(3)
  vi.setSystemTime(2_000)
  expect(await get()).toBe(3)
  for (const done of [4, 5]) {
    await nextTurn()
    expect(pieces).toBe(done)
    await vi.advanceTimersByTimeAsync(8)
  }
  vi.setSystemTime(9_000)
  // From now on somebody waits.
  expect(await Promise.all([get(), vi.advanceTimersByTimeAsync(8)])).toEqual([6, expect.anything()])
  vi.useRealTimers()
})
