/**
 * Sidekiq's histogram of run times: 26 cells whose limits grow by half each. Cell `i` counts runs
 * shorter than limit `i` that fit no cell before it.
 */

/** The upper limits of the cells in milliseconds; the last cell has none. */
export const CELL_LIMITS_MS: readonly number[] = [
  20,
  30,
  45,
  65,
  100,
  150,
  225,
  335,
  500,
  750,
  1_100,
  1_700,
  2_500,
  3_800,
  5_750,
  8_500,
  13_000,
  20_000,
  30_000,
  45_000,
  65_000,
  100_000,
  150_000,
  225_000,
  335_000,
  Infinity,
]

/** As Sidekiq shows them: `20ms` … `335s`, `Slow`. */
export const CELL_LABELS: readonly string[] = CELL_LIMITS_MS.map(labelOf)

/** How many cells there are. */
export const CELL_COUNT = CELL_LIMITS_MS.length

/** The cell of a run. */
export function cellOf(elapsedMs: number): number {
  // Most runs are short: looking from the left is quicker than halving.
  let cell = 0
  while (elapsedMs >= (CELL_LIMITS_MS[cell] ?? Infinity)) cell += 1
  return cell
}

/**
 * The run time below which the given share (0 to 1) of the runs lies, in milliseconds; null without
 * runs. An estimate: inside a cell the runs are taken as evenly spread. In the last cell, which has
 * no upper limit, it is the lower one (335,000).
 */
export function percentileOf(cells: readonly number[], share: number): number | null {
  const total = cells.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  const wanted = total * share
  let before = 0
  for (const [cell, count] of cells.entries()) {
    if (count > 0 && before + count >= wanted) return within(cell, (wanted - before) / count)
    before += count
  }
  return lowerLimitOf(CELL_COUNT - 1)
}

function within(cell: number, share: number): number {
  const lower = lowerLimitOf(cell)
  const upper = CELL_LIMITS_MS[cell] ?? Infinity
  return upper === Infinity ? lower : lower + (upper - lower) * share
}

function lowerLimitOf(cell: number): number {
  return CELL_LIMITS_MS[cell - 1] ?? 0
}

/** Sidekiq rounds: `1.1s`, `5.75s`, `335s`. */
function labelOf(limitMs: number): string {
  if (limitMs === Infinity) return 'Slow'
  return limitMs < 1_000 ? `${limitMs}ms` : `${limitMs / 1_000}s`
}
