/** The looks of the log, read back as a person or a log service would. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLogger } from './logger.ts'
import type { LogFormat } from './log-format.ts'

let lines: string[] = []
beforeEach(() => (lines = []))

const logger = (format: LogFormat) =>
  createLogger({ format, fields: { jid: 'abc' }, write: (line) => lines.push(line) })
const parsed = (): Record<string, unknown> => JSON.parse(lines[0] ?? '') as Record<string, unknown>

describe('plain', () => {
  const dyno = process.env['DYNO']
  afterEach(() => {
    if (dyno === undefined) delete process.env['DYNO']
    else process.env['DYNO'] = dyno
  })

  test('has time, process, context and a sentence', () => {
    logger('plain').info({ class: 'GreetWorker', what: 'two words' }, 'Hello')
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT\S+Z pid=\d+ jid=abc /)
    expect(lines[0]).toMatch(/class=GreetWorker what="two words" INFO: Hello\n$/)
  })

  test('leaves the time to Heroku, which writes it itself', () => {
    process.env['DYNO'] = 'worker.1'
    logger('plain').warn('Careful')
    expect(lines[0]).toBe(`pid=${process.pid} jid=abc WARN: Careful\n`)
  })

  test('writes an error with its stack and its cause', () => {
    const error = new RangeError('outer', { cause: new TypeError('inner') })
    logger('plain').error({ err: error }, 'It broke.')
    const text = lines[0] ?? ''
    expect(text).toContain('ERROR: It broke.\nRangeError: outer\n    at ')
    expect(text).toContain('Caused by: TypeError: inner')
  })
})

test('pretty has no colours where nobody sees them', () => {
  logger('pretty').info('Hello')
  expect(lines[0]).not.toContain('\u001B')
})

test("json has Sidekiq's keys", () => {
  logger('json').child({ class: 'A' }).info({ count: 2n }, 'Hello')
  const { ts, ...rest } = parsed()
  expect(new Date(String(ts)).getTime()).toBeGreaterThan(0)
  const tid = process.pid.toString(36)
  const ctx = { jid: 'abc', class: 'A', count: '2' }
  expect(rest).toEqual({ pid: process.pid, tid, lvl: 'INFO', msg: 'Hello', ctx })
})

test("pino has pino's keys, and an error alone is under err", () => {
  logger('pino').error(new RangeError('broken'))
  expect(parsed()).toMatchObject({ level: 'error', jid: 'abc', err: { type: 'RangeError' } })
})

test('a value that cannot be written as JSON does not throw', () => {
  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  logger('json').info({ circle }, 'Hello')
  expect(lines).toHaveLength(1)
})

test('what is below the level is not written', () => {
  const quiet = createLogger({ level: 'warn', write: (line) => lines.push(line) })
  quiet.info('Hello')
  quiet.warn('Careful')
  expect(lines).toHaveLength(1)
})
