/** One line at the end of a run: what must be reached, and whether it was. */
import { readable } from '../engine/statistics.ts'

/** One line for people, and the same for programs. */
export interface BarLine {
  readonly text: string
  readonly name: string
  /** Null when it was not measured. */
  readonly value: number | null
  readonly bar: string
  readonly isReached: boolean | null
}

/** What a value is held against. */
export interface Limit {
  readonly name: string
  readonly compare: '≥' | '≤'
  readonly limit: number
  /** The unit, with its space: " ×", " MB". */
  readonly unit: string
}

/** `name: value (bar) reached`; `missing` says why there is no value. */
export function barLine(
  { name, compare, limit, unit }: Limit,
  value: number | null,
  missing: string,
): BarLine {
  const bar = `${compare} ${limit.toLocaleString('en-US')}${unit}`
  if (value === null || !Number.isFinite(value)) {
    const text = `${name}: not measured: ${missing} (${bar})`
    return { text, name, value: null, bar, isReached: null }
  }
  const isReached = compare === '≥' ? value >= limit : value <= limit
  const shown = value > 0 && value < 0.1 ? value.toFixed(4) : readable(value)
  const text = `${name}: ${shown}${unit} (${bar}) ${isReached ? 'reached' : 'missed'}`
  return { text, name, value, bar, isReached }
}
