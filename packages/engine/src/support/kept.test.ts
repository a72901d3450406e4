import { expect, test, vi } from 'vitest'
import { Kept } from './kept.ts'
import type { KeptOptions } from './kept.ts'

const at = (ms: number): Date => new Date(1_000_000 + ms)

const KEEPING = { freshMs: 10, staleMs: 100 }

/** Loads that end when the test says so. */
function kept(options: KeptOptions<string> = {}) {
  const loads: (PromiseWithResolvers<string> & { isAwaited: boolean })[] = []
  const value = new Kept<string>(options)
  const load = (): Promise<string> => {
    const one = Promise.withResolvers<string>()
    loads.push({ ...one, isAwaited: value.isAwaited })
    return one.promise
  }
  const get = (now: Date) => value.get(KEEPING, load, now)
  return { loads, get, prepare: () => value.prepare(load, at(0)), forget: () => value.forget() }
}

test('all who ask at once share one answer, and who comes later gets it while it is fresh', async () => {
  const one = kept()
  const { loads } = one
  const asked = [one.get(at(0)), one.get(at(1))]
  loads[0]?.resolve('first')
  expect((await Promise.all(asked)).map(({ value }) => value)).toEqual(['first', 'first'])
  expect(await one.get(at(9))).toEqual({ value: 'first', at: at(0) })
  expect(loads).toHaveLength(1)
})

test('an older answer is given at once while the next is made', async () => {
  const one = kept()
  const { loads } = one
  const first = one.get(at(0))
  loads[0]?.resolve('first')
  await first
  expect((await one.get(at(50))).value).toBe('first')
  expect((await one.get(at(60))).value).toBe('first')
  expect(loads.map(({ isAwaited }) => isAwaited)).toEqual([true, false])
  loads[1]?.resolve('second')
  await loads[1]?.promise
  await Promise.resolve()
  expect(await one.get(at(61))).toEqual({ value: 'second', at: at(50) })
})

test('one that is too old is given to nobody, and neither is one that was forgotten', async () => {
  const one = kept()
  const { loads } = one
  const first = one.get(at(0))
  loads[0]?.resolve('first')
  await first
  const late = one.get(at(100))
  loads[1]?.resolve('second')
  expect((await late).value).toBe('second')
  one.forget()
  const after = one.get(at(101))
  loads[2]?.resolve('third')
  expect((await after).value).toBe('third')
})

test('what is being made when it is forgotten is not kept', async () => {
  const one = kept()
  const { loads } = one
  const before = one.get(at(0))
  one.forget()
  const after = one.get(at(1))
  loads[1]?.resolve('after')
  loads[0]?.resolve('before')
  expect([(await before).value, (await after).value]).toEqual(['before', 'after'])
  expect((await one.get(at(2))).value).toBe('after')
})

test('a failure is told to those who wait and not kept', async () => {
  const errors: unknown[] = []
  const one = kept({ onError: (error) => errors.push(error) })
  const { loads } = one
  const failed = one.get(at(0))
  loads[0]?.reject(new Error('away'))
  await expect(failed).rejects.toThrow('away')
  const first = one.get(at(1))
  loads[1]?.resolve('first')
  await first
  expect((await one.get(at(50))).value).toBe('first')
  loads[2]?.reject(new Error('away again'))
  expect((await one.get(at(51))).value).toBe('first')
  await vi.waitFor(() => expect(errors).toEqual([new Error('away again')]))
})

test('a load that fails before it has begun can be tried again', async () => {
  const one = new Kept<number>()
  const load = (): Promise<number> => {
    throw new Error('no')
  }
  await expect(one.get(KEEPING, load)).rejects.toThrow('no')
  expect((await one.get(KEEPING, async () => 1)).value).toBe(1)
})

test('a clock that was set back keeps nothing', async () => {
  const one = kept()
  const first = one.get(at(1_000))
  one.loads[0]?.resolve('first')
  await first
  const second = one.get(at(0))
  one.loads[1]?.resolve('second')
  expect((await second).value).toBe('second')
})

test('what is prepared is loaded once, and not in a hurry until somebody asks', async () => {
  const one = kept()
  one.prepare()
  one.prepare()
  expect(one.loads.map(({ isAwaited }) => isAwaited)).toEqual([false])
  const asked = one.get(at(1))
  one.loads[0]?.resolve('first')
  expect(await asked).toEqual({ value: 'first', at: at(0) })
  one.prepare()
  expect(one.loads).toHaveLength(1)
})

test('what is not worth keeping is loaded each time', async () => {
  let count = 0
  const one = new Kept<number>({ isWorthKeeping: (value) => value > 2 })
  const values: number[] = []
  for (let n = 0; n < 5; n += 1) {
    values.push((await one.get(KEEPING, async () => (count += 1), at(0))).value)
  }
  expect(values).toEqual([1, 2, 3, 3, 3])
})
