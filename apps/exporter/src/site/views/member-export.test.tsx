import { describe, expect, it } from 'vitest'
import { EXPORT_STATES } from '../../ledger/types.ts'
import type { WaitingFacts } from '../../ledger/waiting.ts'
import { exportRecord } from '../../testing/export-record.ts'
import { MemberExport } from './member-export.tsx'

const now = new Date('2026-11-23T14:02:00Z')
const EVERY_REASON: WaitingFacts['reasons'] = [
  { kind: 'no-process', queue: 'export' },
  { kind: 'paused', queue: 'export' },
  { kind: 'clock', dueAt: now, hasPollers: false },
  { kind: 'window', opensAt: now, window: '02:00-06:00 Europe/Berlin' },
  { kind: 'time', at: now },
  { kind: 'turn', at: now },
  { kind: 'retry', at: now, attempt: 2, of: 5 },
  { kind: 'limit', running: 2, total: 2 },
  { kind: 'member' },
  { kind: 'ahead', count: 2 },
  { kind: 'next' },
  { kind: 'unknown' },
]

const words = async (
  change: Parameters<typeof exportRecord>[0],
  reasons: WaitingFacts['reasons'] = [{ kind: 'next' }],
): Promise<string> => {
  const at = new Date(now.getTime() + 60_000)
  const facts: WaitingFacts = {
    exportId: '1093',
    queue: 'export',
    ahead: 0,
    reasons,
    starts: { from: now, to: at },
    finishes: { from: at, to: new Date(now.getTime() + 300_000) },
    runs: 3,
  }
  const element = <MemberExport export={exportRecord(change)} facts={facts} news="mail" now={now} />
  return String(element)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

describe("a member's export in words", () => {
  it('says how many requests are ahead', async () => {
    expect(await words({})).toContain('Yours is the next to start. Ready in 1–5 min (estimate).')
    expect(await words({}, [{ kind: 'ahead', count: 1 }])).toContain('1 request is ahead of yours.')
    expect(await words({}, [{ kind: 'ahead', count: 3 }])).toContain(
      '3 requests are ahead of yours.',
    )
  })
  it('counts steps and things, without an invented percentage', async () => {
    const progress = { stage: 'media', done: 1240, total: 5310 }
    const text = await words({ state: 'running', progress })
    expect(text).toMatch(/Step 3 of 10: adding pictures, sound and video/)
    expect(text).toContain('1,240 of 5,310')
    expect(text).not.toContain('%')
  })
  it('says that a failed try is repeated and that there is nothing to do', async () => {
    const text = await words({
      state: 'retrying',
      attempts: 2,
      runsAt: new Date('2026-11-23T14:20:00Z'),
      error: 'ENOSPC: no space left on device',
    })
    expect(text).toContain('in 18 min')
    expect(text).toContain('(try 3 of 5)')
    expect(text).not.toContain('ENOSPC')
  })
  it('keeps the jargon of queues away from members in every state', async () => {
    for (const state of EXPORT_STATES) {
      const progress = { stage: 'posts', done: 1, total: null }
      expect(await words({ state, progress, runsAt: now }, EVERY_REASON), state).not.toMatch(
        /queue|worker|job|redis|retry set|dead set|backtrace|process/i,
      )
    }
  })
})
