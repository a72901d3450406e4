import { describe, expect, it } from 'vitest'
import { exportRecord } from '../../testing/export-record.ts'
import type { LiveQueue } from './live-queue.ts'
import { RunsAt } from './runs-at.tsx'
import { countByHour } from './upcoming.tsx'

const now = new Date('2026-11-23T14:02:00Z')
const queue: LiveQueue = {
  name: 'export',
  listeners: 1,
  isPaused: false,
  overdue: 0,
  pollers: 1,
}

const words = async (props: Partial<Parameters<typeof RunsAt>[0]>): Promise<string> => {
  const element = <RunsAt export={exportRecord()} queue={queue} ahead={0} now={now} {...props} />
  return String(await element).replaceAll(/<[^>]+>/g, '')
}

describe('RunsAt', () => {
  it('says the place of a waiting export', async () => {
    expect(await words({ ahead: 0 })).toBe('next')
    expect(await words({ ahead: 2 })).toBe('after 2 others')
    expect(await words({ ahead: null })).toBe('when a worker is free')
  })
  it('says why a waiting export does not move', async () => {
    expect(await words({ queue: { ...queue, listeners: 0 } })).toContain(
      'no worker listens to “export”',
    )
    expect(await words({ queue: { ...queue, isPaused: true } })).toContain('is paused')
  })
  it('says when a scheduled or retrying export is due, and when nobody polls', async () => {
    const due = exportRecord({ state: 'retrying', runsAt: new Date('2026-11-23T14:20:00Z') })
    expect(await words({ export: due })).toContain('in 18 min')
    const late = exportRecord({ state: 'scheduled', runsAt: new Date('2026-11-23T13:00:00Z') })
    expect(await words({ export: late, queue: { ...queue, pollers: 0 } })).toContain(
      'overdue: no process is polling',
    )
  })
  it('knows nothing of the queue while Redis is silent, and still answers', async () => {
    expect(await words({ queue: null, ahead: 1 })).toBe('after 1 other')
  })
})

describe('countByHour', () => {
  it('counts planned exports by the hour, the overdue ones now', () => {
    const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
    const hours = countByHour(
      [
        exportRecord({ state: 'scheduled', runsAt: at(-90) }),
        exportRecord({ state: 'retrying', runsAt: at(10) }),
        exportRecord({ state: 'scheduled', runsAt: at(23 * 60 + 5) }),
        exportRecord({ state: 'scheduled', runsAt: at(48 * 60) }),
      ],
      now,
    )
    expect(hours).toHaveLength(24)
    expect(hours[0]).toEqual({ scheduled: 1, retrying: 1 })
    expect(hours[23]).toEqual({ scheduled: 1, retrying: 0 })
  })
})
