/**
 * Keeps the heap near what is in use.
 *
 * V8 grows by the machine's memory: with 24 GB a process of ours took 134 MB for young objects alone
 * and let garbage lie until the heap had doubled: 300 MB for an archive of ten thousand posts. With
 * 16 MB for each half of the young generation, and a collection when the rest has grown by 60 %, it
 * takes some 180 MB. Both are settings of V8 that count from the moment they are made, so nobody has to
 * start Node.js with options.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const MB = 1024 * 1024
/** Each half of the young generation, of which one is in use at a time. */
const YOUNG_BYTES = 16 * MB
/** While several exports run: what each has in hand lives on while the others make garbage, and is copied, then kept. */
const SHARED_YOUNG_BYTES = 2 * YOUNG_BYTES
/** Far more than growing needs; without it a V8 that grows otherwise would be asked for ever. */
const MOST_ROUNDS = 1_000
const OBJECTS_A_ROUND = 1_000

/** What comes from the network between two collections of it. */
const READ_BYTES = 8 * MB

let isBound = false
let running = 0
let readBytes = 0
let collect: ((options: { readonly type: 'minor' }) => void) | null = null

/** For a process that builds archives, or does one thing and ends. */
export function boundHeap(): void {
  isBound = true
  setFlagsFromString('--heap-growing-percent=60')
  growYoung(YOUNG_BYTES)
}

/**
 * Does long work in such a process. V8 takes the young generation back to 1 MB when there is little to do, where it would
 * stay, and be collected ten times as often.
 */
export async function withGrownHeap<T>(work: () => Promise<T>): Promise<T> {
  running += 1
  try {
    if (isBound) growYoung(running > 1 ? SHARED_YOUNG_BYTES : YOUNG_BYTES)
    return await work()
  } finally {
    running -= 1
  }
}

/**
 * For one that answers requests, after `boundHeap`: whoever meets a collection of the whole heap waits some
 * 50 ms longer, so there may be twice as much garbage as is in use before it comes. The young generation grows
 * and shrinks as V8 thinks fit.
 */
export function widenHeap(): void {
  isBound = false
  setFlagsFromString('--heap-growing-percent=200')
  setFlagsFromString('--semi-space-growth-factor=2')
}

/**
 * After bytes from the network that nobody needs any more. Node.js reads them into new memory, 64 KB at a time, of which V8
 * sees hardly anything in the young generation and all in the size of the heap: for 1 GB it collected the whole heap 77
 * times, a third of the processor time. To collect young objects takes 2 ms and frees that memory as well.
 */
export function discardRead(bytes: number): void {
  readBytes += bytes
  if (!isBound || readBytes < READ_BYTES) return
  readBytes = 0
  collect ??= exposedCollector()
  collect({ type: 'minor' })
}

function exposedCollector(): (options: { readonly type: 'minor' }) => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as (options: { readonly type: 'minor' }) => void
}

/**
 * It grows when more objects survive than it can hold, here in one step, and then no further.
 * @param bytes of each half
 */
function growYoung(bytes: number): void {
  const half = Math.max(MB, youngBytes() / 2)
  setFlagsFromString(`--semi-space-growth-factor=${Math.ceil(bytes / half)}`)
  const survivors: object[][] = []
  for (let round = 0; round < MOST_ROUNDS && youngBytes() < 2 * bytes; round += 1) {
    survivors.push(Array.from({ length: OBJECTS_A_ROUND }, () => ({ round })))
  }
  setFlagsFromString('--semi-space-growth-factor=1')
}

/** Of both halves; of one while V8 has not taken the other yet. */
function youngBytes(): number {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
  return young?.space_size ?? Infinity
}
