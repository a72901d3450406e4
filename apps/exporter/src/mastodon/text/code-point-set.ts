/** A fixed set of code points, written as hexadecimal ranges and asked by binary search. */
export class CodePointSet {
  readonly #starts: readonly number[]
  readonly #ends: readonly number[]

  /** @param ranges e.g. "41-5a 5f", ascending, separated by white space. */
  constructor(ranges: string) {
    const bounds = ranges
      .trim()
      .split(/\s+/)
      .map((range) => range.split('-').map((bound) => Number.parseInt(bound, 16)))
    this.#starts = bounds.map(([start = 0]) => start)
    this.#ends = bounds.map(([start = 0, end = start]) => end)
  }

  has(codePoint: number): boolean {
    let low = 0
    let high = this.#starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] ?? 0) <= codePoint) low = middle + 1
      else high = middle
    }
    return low > 0 && codePoint <= (this.#ends[low - 1] ?? -1)
  }
}
