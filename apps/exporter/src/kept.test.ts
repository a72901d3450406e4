import { expect, test } from 'vitest'
import { Kept } from './kept.ts'

const at = (ms: number): Date => new Date(1_000_000 + ms)

/** Loads that end when the test says so. */
function kept() {
  const loads: (PromiseWithResolvers<string> & { isBeside: boolean })[] = []
  const load = (_now: Date, isBeside: boolean): Promise<string> => {
    const one = Promise.withResolvers<string>()
    loads.push({ ...one, isBeside })
    return one.promise
  }
  return { loads, kept: new Kept({ load, freshMs: 10, mostMs: 100 }) }
}

test('all who ask at once share one answer, and who comes later gets it while it is fresh', async () => {
  const { kept: one, loads } = kept()
  const asked = [one.get(at(0)), one.get(at(1))]
  loads[0]?.resolve('first')
  expect((await Promise.all(asked)).map(({ value }) => value)).toEqual(['first', 'first'])
  expect(await one.get(at(9))).toEqual({ value: 'first', at: at(0) })
  expect(loads).toHaveLength(1)
})

test('an older answer is given at once while the next is made', async () => {
  const { kept: one, loads } = kept()
  const first = one.get(at(0))
  loads[0]?.resolve('first')
  await first
  expect((await one.get(at(50))).value).toBe('first')
  expect((await one.get(at(60))).value).toBe('first')
  expect(loads.map(({ isBeside }) => isBeside)).toEqual([false, true])
  loads[1]?.resolve('second')
  await loads[1]?.promise
  await Promise.resolve()
  expect(await one.get(at(61))).toEqual({ value: 'second', at: at(50) })
})

test('one that is too old is given to nobody, and neither is one that was forgotten', async () => {
  const { kept: one, loads } = kept()
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
  const { kept: one, loads } = kept()
  const before = one.get(at(0))
  one.forget()
  const after = one.get(at(1))
  loads[1]?.resolve('after')
  loads[0]?.resolve('before')
  expect([(await before).value, (await after).value]).toEqual(['before', 'after'])
  expect((await one.get(at(2))).value).toBe('after')
})

test('a failure is told to those who wait and not kept', async () => {
  const { kept: one, loads } = kept()
  const failed = one.get(at(0))
  loads[0]?.reject(new Error('away'))
  await expect(failed).rejects.toThrow('away')
  const first = one.get(at(1))
  loads[1]?.resolve('first')
  await first
  expect((await one.get(at(50))).value).toBe('first')
  loads[2]?.reject(new Error('away'))
  expect((await one.get(at(51))).value).toBe('first')
})

test('what is not worth keeping is made anew each time', async () => {
  let count = 0
  const one = new Kept({
    load: async () => (count += 1),
    freshMs: 10,
    mostMs: 100,
    isWorthKeeping: (value) => value > 2,
  })
  const values: number[] = []
  for (let n = 0; n < 5; n += 1) values.push((await one.get(at(0))).value)
  expect(values).toEqual([1, 2, 3, 3, 3])
})
