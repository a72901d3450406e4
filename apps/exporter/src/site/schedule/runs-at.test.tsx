import { describe, expect, it } from 'vitest'
import { exportRecord } from '../../testing/export-record.ts'
import type { WaitingFacts, WaitReason } from '../../ledger/waiting.ts'
import { RunsAt } from './runs-at.tsx'

const now = new Date('2026-11-23T14:02:00Z')
const factsOf = (change: Partial<WaitingFacts>): WaitingFacts => ({
  exportId: '1093',
  queue: 'export',
  ahead: 0,
  reasons: [{ kind: 'next' }],
  starts: null,
  finishes: null,
  runs: 0,
  ...change,
})

const words = async (props: Partial<Parameters<typeof RunsAt>[0]>): Promise<string> => {
  const element = <RunsAt export={exportRecord()} facts={factsOf({})} now={now} {...props} />
  return String(element).replaceAll(/<[^>]+>/g, '')
}
const inMinutes = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000)

describe('RunsAt', () => {
  it('says the place of a waiting export, and an estimate that is called one', async () => {
    expect(await words({})).toBe('next: starts as soon as a worker is free')
    const facts = factsOf({
      reasons: [
        { kind: 'limit', running: 2, total: 2 },
        { kind: 'ahead', count: 3 },
      ],
      starts: { from: inMinutes(4), to: inMinutes(7) },
      finishes: { from: inMinutes(6), to: inMinutes(12) },
    })
    expect(await words({ facts })).toBe(
      'limit: 2 of 2 at a time run already; 3 ahead' +
        'starts in 4–7 min, ready in 6–12 min (estimate)',
    )
    expect(await words({ facts: null })).toBe('when a worker is free')
  })
  it('says why a waiting export does not move', async () => {
    const stands = (reason: WaitReason) => words({ facts: factsOf({ reasons: [reason] }) })
    expect(await stands({ kind: 'no-process', queue: 'export' })).toBe(
      'no process listens to queue “export”',
    )
    expect(await stands({ kind: 'paused', queue: 'export' })).toContain('is paused')
    expect(await stands({ kind: 'member' })).toContain('the same member')
  })
  it('says when a scheduled or retrying export is due, and when nobody polls', async () => {
    const at = inMinutes(18)
    const due = exportRecord({ state: 'retrying', runsAt: at })
    const facts = factsOf({ reasons: [{ kind: 'retry', at, attempt: 3, of: 5 }] })
    expect(await words({ export: due, facts })).toMatch(/in 18 min.*try 3 of 5 comes next/)
    const late = exportRecord({ state: 'scheduled', runsAt: inMinutes(-62) })
    const stopped = factsOf({
      reasons: [{ kind: 'clock', dueAt: inMinutes(-62), hasPollers: false }],
    })
    expect(await words({ export: late, facts: stopped })).toContain(
      'the clock stands still: no process polls',
    )
  })
})
