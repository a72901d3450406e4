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

/** How far a heap may grow. */
export interface HeapBounds {
  /** Each half of the young generation, of which one is in use at a time, in MB. */
  readonly youngMb: number
  /** Of what survived the last major collection, how much may come to it before the next, in percent. */
  readonly growthPercent: number
}

/** Of a process that builds archives, or does one thing and ends. */
const BOUNDS: HeapBounds = { youngMb: 16, growthPercent: 60 }

/**
 * Of one that answers requests: whoever meets a major collection waits some 50 ms longer. With these there is
 * one in 400 pages instead of one in 120, and half as many of the young generation, for at most 30 MB more,
 * and twice what is in use.
 */
export const BOUNDS_OF_A_SITE: HeapBounds = { youngMb: 32, growthPercent: 200 }

const MB = 1024 * 1024
/** Far more than one step needs; without it a V8 that grows otherwise would be asked for ever. */
const MOST_ROUNDS = 1_000
const OBJECTS_A_ROUND = 1_000

/** Sets the bounds of this process; later ones may only be wider. */
export function boundHeap({ youngMb, growthPercent }: HeapBounds = BOUNDS): void {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`)
  // In one step: from the 1 MB a half that it begins with, or from where it stands.
  const factor = Math.ceil((youngMb * MB) / Math.max(MB, youngBytes() / 2))
  setFlagsFromString(`--semi-space-growth-factor=${factor}`)
  growYoung(2 * youngMb * MB)
  setFlagsFromString('--semi-space-growth-factor=1')
}

/** The young generation grows when more objects survive than it can hold. */
function growYoung(bytes: number): void {
  const survivors: object[][] = []
  for (let round = 0; round < MOST_ROUNDS && youngBytes() < bytes; round += 1) {
    survivors.push(Array.from({ length: OBJECTS_A_ROUND }, () => ({ round })))
  }
}

function youngBytes(): number {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
  return young?.space_size ?? Infinity
}
