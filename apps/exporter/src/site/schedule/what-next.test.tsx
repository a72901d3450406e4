import { expect, it } from 'vitest'
import { exportRecord } from '../../testing/export-record.ts'
import { WhatNext } from './what-next.tsx'

const now = new Date('2026-11-23T14:02:00Z')
const inMinutes = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000)

it('says of an export that is tried again when, why and until when, in whole sentences', async () => {
  const at = inMinutes(18)
  const element = (
    <WhatNext
      export={exportRecord({ state: 'retrying', attempts: 2, runsAt: at })}
      facts={{
        exportId: '1093',
        queue: 'export',
        ahead: 0,
        reasons: [{ kind: 'retry', at, attempt: 3, of: 5 }],
        starts: { from: inMinutes(18), to: inMinutes(20) },
        finishes: { from: inMinutes(19), to: inMinutes(30) },
        runs: 3,
      }}
      now={now}
      usualQueue="export"
      restartCommand="systemctl restart howdah-work"
    />
  )
  const text = String(element).replaceAll(/<[^>]+>/g, '')
  expect(text).toContain('Try 3 of 5 starts')
  expect(text).toContain(
    'Failed; try 3 of 5 comes next. Starts in 18–20 min, ready in 19–30 min (estimate)',
  )
})
