/**
 * How an operation deletes from a long queue without blocking Redis: it copies what stays, piece by piece, and
 * puts the copy in the queue's place in one step.
 *
 * Redis can take a job out of the middle of a list only by walking there, 80 ns a job: 40 ms in the middle of a
 * million, for every piece. Copying costs each job once, wherever it lies. Until the last step the queue is what
 * it was, for workers and everybody: a process that is killed before leaves a copy, which runs out, and whoever
 * takes over goes on with it or begins again. What is pushed and taken meanwhile is not copied before the last
 * step; what somebody deletes from what was copied spoils the copy, and it is begun again.
 */
import { RedisFullError, RedisReplyError } from '../errors.ts'
import type { RedisClient } from '../redis/contract.ts'
import type { JobRecord } from './job-record.ts'
import { readOperationJob } from './operation-job.ts'
import {
  operationCopyEnd,
  operationCopyLook,
  operationCopyPiece,
  operationCopySettle,
} from './operation-copy-scripts.ts'
import { TRASH_SECONDS } from './operation-record.ts'
import { end, isOurs, leaseEnd, SLICE } from './operation-slice.ts'
import type { Slice } from './operation-slice.ts'
import { Telling } from './operation-telling.ts'
import { walkThrough } from './operation-walk.ts'
import type { Piece, Place } from './operation-walk.ts'
import { OperationPace } from './pace.ts'
import { toCount, toTexts } from './replies.ts'
import type { Stored } from './scripts.ts'

/** What was pushed meanwhile is added in pieces of so many. */
const MOST_ADDED = 1_000

/** Longer than a takeover takes; then Redis is rid of what nobody went on with. */
const COPY_SECONDS = 600

/** In a shorter queue no job lies so far from an end that walking there takes more than some 2 ms. */
const LONG_QUEUE = 50_000

/** Who deletes from a queue one by one all the time spoils every copy. */
const MOST_LOST = 3

/** Whether to delete so: from a long queue, where there is room for a copy, or where one was begun. */
export async function isForCopy({ redis, record, queue }: Slice): Promise<boolean> {
  const list = redis.keys.queue(queue)
  const [held, length] = await redis.pipeline([
    ['HMGET', redis.keys.operation(record.id), 'exchanged', 'copied', 'looked', 'copies_lost'],
    ['LLEN', list],
  ])
  const counts = Array.isArray(held) ? held.map(toCount) : []
  const [exchanged = 0, copied = 0, looked = 0, lost = 0] = counts
  if (exchanged > 0 || copied > 0) return true
  if (looked > 0 || lost >= MOST_LOST || toCount(length) <= LONG_QUEUE) return false
  return hasRoom(redis, list)
}

/** Whether Redis is at most four fifths full with another such list; of the machine's memory half. */
async function hasRoom(redis: RedisClient, list: string): Promise<boolean> {
  try {
    const [bytes, memory] = await redis.pipeline([
      ['MEMORY', 'USAGE', list, 'SAMPLES', 20],
      ['INFO', 'memory'],
    ])
    const read = (field: string) =>
      Number(String(memory).split(`\n${field}:`)[1]?.split('\r')[0] ?? 0)
    const needed = read('used_memory') + toCount(bytes)
    const limit = read('maxmemory')
    return needed < (limit > 0 ? limit * 0.8 : read('total_system_memory') / 2)
  } catch (error) {
    if (error instanceof RedisReplyError) return false // Some hosters block INFO: nobody knows.
    throw error
  }
}

/** Until all was looked at; true when it must be taken up again from what its record says. */
export async function deleteByCopy(slice: Slice): Promise<boolean> {
  const { redis, record, options } = slice
  if (await isExchanged(slice)) {
    await settle(slice)
    return false
  }
  try {
    if (await copyAndExchange(slice)) {
      await settle(slice)
      return false
    }
  } catch (error) {
    if (!(error instanceof RedisFullError)) throw error
    await giveUpCopy(slice)
  }
  if (await isOurs(redis, record.id, options.owner)) return true
  await forgetIfAborted(slice)
  return false
}

/** A full Redis still deletes: it begins again, and finds no room for a copy. */
async function giveUpCopy({ redis, record: { id } }: Slice): Promise<void> {
  const { keys } = redis
  await redis.multi([
    ['UNLINK', keys.queueCopy(id), keys.queueCopyGoes(id)],
    ['HDEL', keys.operation(id), 'copied', 'copy_first', 'copy_at', 'copy_last', 'looked'],
  ])
}

async function isExchanged({ redis, record }: Slice): Promise<boolean> {
  return toCount(await redis.call('HEXISTS', redis.keys.operation(record.id), 'exchanged')) > 0
}

async function copyAndExchange(slice: Slice): Promise<boolean> {
  const place = new CopyPlace(slice)
  return (await walkThrough(slice, (looked) => place.from(looked))) && (await place.exchange())
}

/** Tells the host of all that was deleted, and ends the operation. */
async function settle({ redis, record: { id }, options, queue }: Slice): Promise<void> {
  const telling = new Telling(options)
  try {
    for (;;) {
      const input = { id, owner: options.owner, count: SLICE, leaseUntilMs: leaseEnd() }
      const texts = await redis.run(operationCopySettle, input)
      if (texts === null) return
      if (texts.length === 0) break
      telling.add(texts.map((bytes) => readOperationJob(bytes, queue)))
      await telling.hasRoom()
    }
  } finally {
    await telling.end()
  }
  await end(redis, id, { to: 'done', from: 'running' })
}

async function forgetIfAborted({ redis, record: { id } }: Slice): Promise<void> {
  const { keys } = redis
  const [state] = toTexts(await redis.call('HMGET', keys.operation(id), 'state'))
  if (state === 'aborted') await redis.call('UNLINK', keys.queueCopy(id), keys.queueCopyGoes(id))
}

/** With the last that was looked at. */
interface CopyPiece extends Piece {
  readonly last: Stored
}

class CopyPlace implements Place<CopyPiece> {
  readonly ahead = 1
  readonly #slice: Slice
  readonly #pace = new OperationPace()
  #looked = 0

  constructor(slice: Slice) {
    this.#slice = slice
  }

  from(looked: number): this {
    this.#looked = looked
    return this
  }

  async look(unmoved: number): Promise<CopyPiece | null> {
    const { redis, queue, options } = this.#slice
    const look = { ...this.#stand(), unmoved, texts: options.texts ?? [] }
    const piece = await this.#pace.look((size) =>
      redis.run(operationCopyLook, { ...look, ...size }),
    )
    if (piece === null) return null
    return {
      looked: piece.looked,
      last: piece.last,
      jobs: piece.found.map((bytes) => readOperationJob(bytes, queue)),
    }
  }

  /** Nothing is deleted yet: it is told of when all is. */
  async move(
    { looked, last }: CopyPiece,
    fitting: readonly JobRecord[],
  ): Promise<readonly boolean[] | null> {
    const input = {
      ...this.#stand(),
      looked,
      last,
      leaseUntilMs: leaseEnd(),
      copySeconds: COPY_SECONDS,
      stored: fitting.map(({ exact }) => exact),
    }
    this.#looked += looked
    const { redis } = this.#slice
    return (await this.#pace.time(() => redis.run(operationCopyPiece, input))) ? [] : null
  }

  /** When all was looked at; false when it must begin again, or is not to be. */
  async exchange(): Promise<boolean> {
    for (;;) {
      const more = { most: MOST_ADDED, leaseUntilMs: leaseEnd(), trashSeconds: TRASH_SECONDS }
      const done = await this.#slice.redis.run(operationCopyEnd, { ...this.#stand(), ...more })
      if (done !== 'more') return done === 'exchanged'
    }
  }

  #stand() {
    const { record, queue, options } = this.#slice
    return { id: record.id, queue, owner: options.owner, before: this.#looked }
  }
}
