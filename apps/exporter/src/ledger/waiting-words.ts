/**
 * {@link WaitingFacts} as sentences and as JSON, in English: for the API, the terminal and the audit.
 * What members read of them is in the words of the site.
 */
import type { TimeRange } from './forecast.ts'
import type { WaitingFacts, WaitReason } from './waiting.ts'

type Words<K extends WaitReason['kind']> = (reason: Extract<WaitReason, { kind: K }>) => string
type Catalogue = { readonly [K in WaitReason['kind']]: Words<K> }

const FOR_ADMINISTRATORS: Catalogue = {
  'no-process': ({ queue }) => `no process listens to queue “${queue}”`,
  paused: ({ queue }) => `queue “${queue}” is paused`,
  clock: ({ hasPollers }) =>
    hasPollers
      ? 'its time has passed and the clock is late'
      : 'its time has passed and the clock stands still: no process polls',
  window: ({ window }) => `waits for the off-peak window${window === null ? '' : ` (${window})`}`,
  time: () => 'waits for the chosen time',
  turn: () => 'waits for its turn in a bulk request',
  retry: ({ attempt, of }) => `failed; try ${attempt} of ${of} comes next`,
  limit: ({ running, total }) =>
    total === 0
      ? 'the limit is 0: no export may start'
      : `limit: ${running} of ${total} at a time run already`,
  member: () => 'another export of the same member runs',
  ahead: ({ count }) => `${count} ahead`,
  next: () => 'next: starts as soon as a worker is free',
  unknown: () => 'not known at the moment',
}

function reasonWords(reason: WaitReason): string {
  return say(reason)
}

function say<K extends WaitReason['kind']>(reason: Extract<WaitReason, { kind: K }>): string {
  // The kind selects the function that takes it; TypeScript does not follow that through a union.
  return (FOR_ADMINISTRATORS[reason.kind] as Words<K>)(reason)
}

/** All reasons in one line. */
export function whyWords(facts: WaitingFacts): string {
  return facts.reasons.map(reasonWords).join('; ')
}

/** What the API and `--json` say of a waiting export. */
export interface WaitingJson {
  /** 1 = the next; null when nobody can tell. */
  readonly position: number | null
  readonly queue: string
  readonly reasons: readonly { readonly kind: WaitReason['kind']; readonly words: string }[]
  readonly starts: RangeJson | null
  readonly finishes: RangeJson | null
  /** Always an estimate; this says how many past exports it was learnt from. */
  readonly learnt_from: number
}

export interface RangeJson {
  readonly from: string
  readonly to: string
  readonly is_estimate: true
}

export function waitingJson(
  facts: WaitingFacts,
  words: (reason: WaitReason) => string = reasonWords,
): WaitingJson {
  return {
    position: facts.ahead === null ? null : facts.ahead + 1,
    queue: facts.queue,
    reasons: facts.reasons.map((reason) => ({ kind: reason.kind, words: words(reason) })),
    starts: rangeJson(facts.starts),
    finishes: rangeJson(facts.finishes),
    learnt_from: facts.runs,
  }
}

function rangeJson(range: TimeRange | null): RangeJson | null {
  if (range === null) return null
  return { from: range.from.toISOString(), to: range.to.toISOString(), is_estimate: true }
}

/** "in 4–7 min", "in 2–3 h": a range as people say it, from now. */
export function rangeWords(range: TimeRange, now: Date): string {
  const span = spanTo(range, now)
  if (span === null) return 'within a minute'
  const { from, to } = span
  const unit = { minutes: 'min', hours: 'h', days: 'days' }[span.unit]
  return from === to ? `in ${to} ${unit}` : `in ${from}–${to} ${unit}`
}

/** A range in whole units. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly unit: 'minutes' | 'hours' | 'days'
}

/** How far away a range is; null for less than a minute. */
export function spanTo(range: TimeRange, now: Date): Span | null {
  const low = Math.max(0, (range.from.getTime() - now.getTime()) / 60_000)
  const high = Math.max(0, (range.to.getTime() - now.getTime()) / 60_000)
  if (high < 1) return null
  const [unit, minutes] = unitFor(high)
  return { from: Math.floor(low / minutes), to: Math.ceil(high / minutes), unit }
}

function unitFor(minutes: number): readonly [Span['unit'], number] {
  if (minutes < 120) return ['minutes', 1]
  return minutes < 48 * 60 ? ['hours', 60] : ['days', 1_440]
}
