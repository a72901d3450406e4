import { runInNewContext } from 'node:vm'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toError } from '../errors.ts'
import { decodeBacktrace } from '../job/backtrace.ts'
import { parsePayload } from '../job/payload.ts'
import type { JobPayload } from '../job/payload.ts'
import { epochMs } from '../support/epoch.ts'
import { spliceFields } from '../support/json-text.ts'
import { decideFailure, retryDelaySeconds } from './failure.ts'
import type { Failure } from './failure.ts'

const NOW = epochMs(1_795_450_103_599)

function failing(payload: Partial<JobPayload>, more: Partial<Failure> = {}): Failure {
  return {
    payload: { class: 'X', args: [], jid: 'j', queue: 'default', retry: true, ...payload },
    queue: 'default',
    error: new RangeError('boom é'),
    nowMs: NOW,
    maxRetries: 25,
    classRetry: undefined,
    isHopeless: false,
    retryIn: () => undefined,
    random: () => 0,
    ...more,
  }
}

describe('the delay', () => {
  test('is count⁴ + 15 seconds without jitter', () => {
    expect([0, 1, 2, 24].map((count) => retryDelaySeconds(count, undefined, () => 0))).toEqual([
      15, 16, 31, 331_791,
    ])
  })

  test('has a jitter of whole seconds below 10 · (count + 1)', () => {
    expect(retryDelaySeconds(0, undefined, () => 0.999)).toBe(24)
    expect(retryDelaySeconds(3, undefined, () => 0.999)).toBe(81 + 15 + 39)
  })

  test('takes a positive wish and ignores any other', () => {
    expect(retryDelaySeconds(3, 7, () => 0)).toBe(7)
    expect(retryDelaySeconds(0, 0, () => 0)).toBe(15)
    expect(retryDelaySeconds(0, -5, () => 0)).toBe(15)
    expect(retryDelaySeconds(0, Infinity, () => 0)).toBe(15)
    expect(decideFailure(failing({}, { retryIn: () => Number.NaN })).retryAt).toBe(NOW / 1000 + 15)
  })
})

describe('what is written', () => {
  test('after the first failure: failed_at and retry_count 0', () => {
    expect(decideFailure(failing({}))).toEqual({
      outcome: 'retry',
      retryAt: NOW / 1000 + 15,
      isExhausted: false,
      changes: {
        queue: '"default"',
        error_message: '"boom é"',
        error_class: '"RangeError"',
        failed_at: '1795450103599',
        retry_count: '0',
      },
    })
  })

  test('after a later one: retried_at, and the count goes on', () => {
    const { changes } = decideFailure(failing({ retry_count: 0, failed_at: 5 }))
    expect(changes).toMatchObject({ retried_at: '1795450103599', retry_count: '1' })
    expect(changes).not.toHaveProperty('failed_at')
  })

  test('after "Retry now" on a job that failed once: the first failure is not forgotten', () => {
    const { changes } = decideFailure(failing({ retry_count: -1, failed_at: 5 }))
    expect(changes).toMatchObject({ retried_at: '1795450103599', retry_count: '0' })
    expect(changes).not.toHaveProperty('failed_at')
  })

  test('the retry queue, the class option that the payload lacks, a cut message', () => {
    const failure = failing(
      { retry: undefined as never, retry_queue: 'slow' },
      { classRetry: 4, error: new Error(`${'x'.repeat(9_999)}😀`) },
    )
    const { changes } = decideFailure(failure)
    expect(changes).toMatchObject({ retry: '4', queue: '"slow"' })
    expect(JSON.parse(String(changes['error_message']))).toBe(`${'x'.repeat(9_999)}\uFFFD`)
  })

  test('the backtrace, as many lines as asked for', () => {
    const { changes } = decideFailure(failing({ backtrace: 2 }))
    const lines = decodeBacktrace(JSON.parse(String(changes['error_backtrace'])))
    expect(lines).toHaveLength(2)
    expect(lines?.[0]).toMatch(/^at .*failure\.test\.ts/)
    expect(decideFailure(failing({ backtrace: false })).changes).not.toHaveProperty(
      'error_backtrace',
    )
  })

  test('leaves every other byte of the payload as it was', () => {
    const raw =
      '{"retry":true,"queue":"default","args":[1.0,12345678901234567890],"class":"X","jid":"j"}'
    const { changes } = decideFailure(failing(parsePayload(raw)))
    expect(spliceFields(raw, changes)).toContain('"args":[1.0,12345678901234567890],"class":"X"')
  })

  test('survives an error of which nothing can be read', () => {
    const error = new Error('x')
    const get = () => {
      throw new Error('no')
    }
    for (const name of ['message', 'name', 'stack']) Object.defineProperty(error, name, { get })
    const { changes } = decideFailure(failing({ backtrace: true }, { error }))
    expect(changes).toMatchObject({
      error_message: '"!!! ERROR MESSAGE THREW AN ERROR !!!"',
      error_class: '"Error"',
    })
  })

  test('the class of an error, also where it has no name of its own', () => {
    class GoneError extends RangeError {}
    class NamedError extends GoneError {
      override readonly name = 'Named'
    }
    const classOf = (error: Error) => decideFailure(failing({}, { error })).changes['error_class']
    expect(classOf(new GoneError())).toBe('"GoneError"')
    expect(classOf(new NamedError())).toBe('"Named"')
    expect(classOf(new RangeError('x'))).toBe('"RangeError"')
    expect(classOf(new (class extends Error {})())).toBe('"Error"')
    expect(classOf(toError(runInNewContext('new TypeError("x")')))).toBe('"TypeError"')
  })

  test('a retry queue without a name is none', () => {
    expect(decideFailure(failing({ retry_queue: '' })).changes['queue']).toBe('"default"')
  })
})

describe('the outcome', () => {
  const outcomeOf = (payload: Partial<JobPayload>, more: Partial<Failure> = {}) =>
    decideFailure(failing(payload, more)).outcome

  test('N retries are N + 1 runs', () => {
    expect(outcomeOf({ retry: 0 })).toBe('dead')
    expect(outcomeOf({ retry: 1 })).toBe('retry')
    expect(outcomeOf({ retry: 1, retry_count: 0 })).toBe('dead')
    expect(outcomeOf({ retry: true, retry_count: 23 })).toBe('retry')
    expect(outcomeOf({ retry: true, retry_count: 24 })).toBe('dead')
  })

  test('retry: false is neither retried nor buried, whatever retry_for says', () => {
    expect(outcomeOf({ retry: false, retry_for: 1_000 })).toBe('discarded')
    expect(outcomeOf({ retry: null })).toBe('discarded')
  })

  test('retry_for counts time alone, in both units of failed_at', () => {
    expect(outcomeOf({ retry_for: 60 })).toBe('retry')
    expect(outcomeOf({ retry_for: 60, retry_count: 99, failed_at: NOW - 59_000 })).toBe('retry')
    expect(outcomeOf({ retry_for: 60, retry_count: 0, failed_at: NOW - 61_000 })).toBe('dead')
    expect(outcomeOf({ retry_for: 60, retry_count: 0, failed_at: NOW / 1000 - 61 })).toBe('dead')
  })

  test('dead: false is not buried', () => {
    expect(outcomeOf({ retry: 0, dead: false })).toBe('discarded')
    expect(outcomeOf({ dead: false }, { isHopeless: true })).toBe('discarded')
  })

  test('the class may discard or kill, and hopeless arguments die at once', () => {
    expect(outcomeOf({}, { retryIn: () => 'discard' })).toBe('discarded')
    expect(outcomeOf({}, { retryIn: () => 'kill' })).toBe('dead')
    expect(outcomeOf({}, { isHopeless: true })).toBe('dead')
  })

  test('retryIn is asked with the count, and not when retries are used up', () => {
    const asked: number[] = []
    const retryIn = (count: number) => void asked.push(count)
    outcomeOf({}, { retryIn })
    outcomeOf({ retry_count: 4 }, { retryIn })
    outcomeOf({ retry: 0 }, { retryIn })
    expect(asked).toEqual([0, 5])
  })

  test('a retry always lies in the future', () => {
    fc.assert(
      fc.property(fc.nat(24), fc.double({ min: 0, max: 0.999, noNaN: true }), (count, dice) => {
        const { outcome, retryAt } = decideFailure(
          failing({ retry: 100, retry_count: count }, { random: () => dice }),
        )
        expect(outcome).toBe('retry')
        expect(retryAt).toBeGreaterThan(NOW / 1000)
      }),
    )
  })
})
