import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawOrder, parseQueues } from './queue-spec.ts'

test('queues without weights keep their order', () => {
  const plan = parseQueues(['export', 'default', 'export'])
  expect(plan).toMatchObject({ mode: 'strict', names: ['export', 'default'] })
  expect(plan.weights).toEqual({ export: 0, default: 0 })
  expect(drawOrder(plan, () => 0.9)).toEqual(['export', 'default'])
})

test('a name may be anything without a comma', () => {
  const plan = parseQueues(['10', 'a:b c|é', '2', '__proto__', ' low priority , 3 '])
  expect(plan.names).toEqual(['10', 'a:b c|é', '2', '__proto__', 'low priority'])
  expect(plan.weights['low priority']).toBe(3)
})

test('weights of 1 are random, others weighted', () => {
  expect(parseQueues(['a,1', 'b,1']).mode).toBe('random')
  expect(parseQueues(['a,8', 'b']).mode).toBe('weighted')
})

test('the first place is drawn by weight', () => {
  const plan = parseQueues(['a,3', 'b,1'])
  expect(drawOrder(plan, () => 0.74)).toEqual(['a', 'b'])
  expect(drawOrder(plan, () => 0.76)).toEqual(['b', 'a'])
})

test('every order holds every queue once', () => {
  const specs = fc.uniqueArray(fc.stringMatching(/^[a-z_-]{1,8}$/), { minLength: 1 })
  fc.assert(
    fc.property(specs, fc.infiniteStream(fc.nat(999)), (names, dice) => {
      const plan = parseQueues(names.map((name, index) => `${name},${index + 1}`))
      const order = drawOrder(plan, () => dice.next().value / 1_000)
      expect(order.toSorted()).toEqual(names.toSorted())
    }),
  )
})

test.each(['', ' ', 'a,b', 'a,1,2', ','])('refuses %j', (spec) => {
  expect(() => parseQueues([spec])).toThrow('names no queue')
})
