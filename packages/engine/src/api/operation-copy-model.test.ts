/**
 * The scripts that delete from a long queue, in pieces of a few jobs, between everything that others can do to
 * the queue: after each step it is compared with a list in memory.
 *
 * HOWDAH_MODEL_RUNS=100000 plays more runs.
 */
import { assert, asyncProperty, array, constantFrom, integer, record, tuple } from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { DELETE_FROM_EXPORT, numberOf, textOf } from './fixtures/numbered-jobs.ts'
import {
  operationCopyEnd,
  operationCopyLook,
  operationCopyPiece,
  operationCopySettle,
} from './operation-copy-scripts.ts'
import { Operations } from './operations.ts'

let server: TestRedis
beforeAll(async () => {
  server = await startTestRedis()
})
afterAll(() => server.stop())

const LIST = 'queue:export'
const RUNS = Number(process.env['HOWDAH_MODEL_RUNS'] ?? 300)

const call = (command: string, ...parameters: (string | number)[]) =>
  server.redis.call(command, ...parameters)
const listed = async (key: string) => (await call('LRANGE', key, 0, -1)) as string[]

const anyStep = record({
  do: constantFrom('push', 'take', 'give', 'delete', 'look', 'copy', 'end', 'drop', 'seize'),
  many: integer({ min: 1, max: 6 }),
})
type Step = { readonly do: string; readonly many: number }

test(
  'no interleaving of pieces and of what others do loses, doubles or revives a job',
  { timeout: 60_000 + RUNS * 200 },
  async () => {
    await assert(
      asyncProperty(tuple(integer({ min: 0, max: 25 }), array(anyStep, { maxLength: 50 })), play),
      { numRuns: RUNS },
    )
  },
)

async function play([size, steps]: [number, readonly Step[]]): Promise<void> {
  await server.flush()
  const world = new World()
  await world.begin(size)
  await call('HSET', `howdah:operation:${world.id}`, 'owner', 'one')
  for (const step of steps) await world.do(step)
  for (let left = 40; left > 0 && !world.isOver; left -= 1) await world.finish()
  expect(world.isOver).toBe(true)
  const settle = { id: world.id, owner: 'one', count: 1_000, leaseUntilMs: 1 }
  const told = await server.redis.run(operationCopySettle, settle)
  if (world.isExchanged) expect(told?.map(String)).toEqual(await listed(`howdah:trash:${world.id}`))
}

/** The queue as it must be, and an operation on it. */
class World {
  id = ''
  isExchanged = false
  #list: string[] = []
  #taken: string[] = []
  /** What came in at the end may not have been looked at. */
  readonly #given = new Set<string>()
  #next = 0
  /** The first job that was not there when it began. */
  #first = 0
  #seen: { looked: number; last: string; found: readonly string[] } | null = null

  async do({ do: what, many }: Step): Promise<void> {
    const at = this.#list.length === 0 ? 0 : (many * 7) % this.#list.length
    if (what === 'push') await this.push(many)
    if (what === 'take') await this.#take(many)
    if (what === 'give') await this.#give()
    if (what === 'delete') await this.#delete(at)
    if (what === 'look') await this.#look(many)
    if (what === 'copy') await this.#copy()
    if (what === 'end') await this.#end(many)
    if (what === 'drop') await call(many > 3 ? 'LPOP' : 'DEL', `howdah:copy:${this.id}`)
    expect(await listed(LIST)).toEqual(this.#list)
  }

  /** Nobody disturbs any more: when the last was looked at, all that fitted is gone. */
  async finish(): Promise<void> {
    const isThrough = await this.#look(6)
    if (!isThrough) return this.#copy()
    await this.#end(6)
    expect(await listed(LIST)).toEqual(this.#list)
    const fitting = this.#list
      .filter((text) => !this.#given.has(text))
      .map(numberOf)
      .filter((id) => id < this.#first && id % 3 === 0)
    if (this.isExchanged) expect(fitting).toEqual([])
  }

  /** From an empty queue nothing is to be deleted. */
  get isOver(): boolean {
    return this.isExchanged || this.#list.length === 0
  }

  async begin(size: number): Promise<void> {
    await this.push(size)
    this.#first = size
    this.id = await Operations.start(server.redis, DELETE_FROM_EXPORT)
  }

  async push(many: number): Promise<void> {
    for (let count = 0; count < many; count += 1) {
      const text = textOf(this.#next)
      this.#next += 1
      this.#list.unshift(text)
      await call('LPUSH', LIST, text)
    }
  }

  async #take(many: number): Promise<void> {
    for (let count = 0; count < many && this.#list.length > 0; count += 1) {
      this.#taken.push(this.#list.pop() ?? '')
      await call('RPOP', LIST)
    }
  }

  async #give(): Promise<void> {
    const text = this.#taken.pop()
    if (text === undefined) return
    this.#given.add(text)
    this.#list.push(text)
    await call('RPUSH', LIST, text)
  }

  async #delete(at: number): Promise<void> {
    const [text] = this.#list.splice(at, 1)
    if (text !== undefined) await call('LREM', LIST, 1, text)
  }

  async #stand() {
    return {
      id: this.id,
      queue: 'export',
      owner: 'one',
      before: Number(await call('HGET', `howdah:operation:${this.id}`, 'looked')),
    }
  }

  /** True when nothing is left to look at. */
  async #look(count: number): Promise<boolean> {
    const input = { ...(await this.#stand()), unmoved: 0, count, most: count, texts: [] }
    const piece = await server.redis.run(operationCopyLook, input)
    this.#seen = piece && {
      looked: piece.looked,
      last: String(piece.last),
      found: piece.found.map(String),
    }
    return piece?.looked === 0
  }

  async #copy(): Promise<void> {
    const seen = this.#seen
    this.#seen = null
    if (seen === null) return
    const stored = seen.found.filter((text) => numberOf(text) % 3 === 0)
    const more = { looked: seen.looked, last: seen.last, leaseUntilMs: 1, copySeconds: 60, stored }
    await server.redis.run(operationCopyPiece, { ...(await this.#stand()), ...more })
  }

  /** What is deleted was there until now, and fits; all that fits and was looked at is deleted. */
  async #end(most: number): Promise<void> {
    if (this.isExchanged) return
    const input = { ...(await this.#stand()), most, leaseUntilMs: 1, trashSeconds: 60 }
    const done = await server.redis.run(operationCopyEnd, input)
    if (done !== 'exchanged') return
    this.isExchanged = true
    const trash = await listed(`howdah:trash:${this.id}`)
    expect(trash.every((text) => numberOf(text) % 3 === 0 && this.#list.includes(text))).toBe(true)
    this.#list = this.#list.filter((text) => !trash.includes(text))
  }
}
