/** {@link WaitingFacts} as sentences and as JSON: the same for the pages, the API and the terminal. */
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

const FOR_MEMBERS: Catalogue = {
  'no-process': () =>
    'Nothing works on requests at the moment. The administrators of this server can see that.',
  paused: () => 'The administrators of this server have paused exports for a while.',
  clock: () => 'It is late. The administrators of this server can see that.',
  window: ({ window }) =>
    'Large exports are made while this server is less busy' +
    `${window === null ? '' : ` (${window})`}.`,
  time: () => 'It starts at the planned time by itself.',
  turn: () => 'Many exports were requested together; each gets its turn.',
  retry: () => 'Something went wrong on our side; we try again. There is nothing you need to do.',
  limit: ({ running }) =>
    running === 1
      ? 'This server makes one export at a time, and one is being made.'
      : `This server makes ${running} exports at a time, and so many are being made.`,
  member: () => 'Your other export is made first.',
  ahead: ({ count }) =>
    count === 1 ? '1 request is ahead of yours.' : `${count} requests are ahead of yours.`,
  next: () => 'Yours is the next to start.',
  unknown: () => 'It starts as soon as there is room.',
}

export function reasonWords(reason: WaitReason): string {
  return say(FOR_ADMINISTRATORS, reason)
}

export function reasonForMember(reason: WaitReason): string {
  return say(FOR_MEMBERS, reason)
}

function say<K extends WaitReason['kind']>(
  words: Catalogue,
  reason: Extract<WaitReason, { kind: K }>,
): string {
  // The kind selects the function that takes it; TypeScript does not follow that through a union.
  return (words[reason.kind] as Words<K>)(reason)
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
  const low = Math.max(0, (range.from.getTime() - now.getTime()) / 60_000)
  const high = Math.max(0, (range.to.getTime() - now.getTime()) / 60_000)
  if (high < 1) return 'within a minute'
  const [name, minutes] = unitFor(high)
  const from = Math.floor(low / minutes)
  const to = Math.ceil(high / minutes)
  return from === to ? `in ${to} ${name}` : `in ${from}–${to} ${name}`
}

function unitFor(minutes: number): readonly [string, number] {
  if (minutes < 120) return ['min', 1]
  return minutes < 48 * 60 ? ['h', 60] : ['days', 1_440]
}
