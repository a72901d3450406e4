import { expect, test } from 'vitest'
import { exportRecord } from '../testing/export-record.ts'
import { isOwnWish, isPerson } from './actors.ts'
import { exportJson } from './export-json.ts'

const askedBy = (requestedBy: string) =>
  exportJson(exportRecord({ requestedBy, reason: null }), 'https://x.example', null).requested_by

test.each(['member', 'mastodon', 'queue', 'recurring'])(
  '%s: it was the member’s own wish',
  (by) => {
    expect(isOwnWish({ requestedBy: by })).toBe(true)
    expect(askedBy(by)).toBe('member')
  },
)

test('an administrator asked, whether or not a reason was given, and is in the audit', () => {
  expect(isOwnWish({ requestedBy: 'ops' })).toBe(false)
  expect(askedBy('ops')).toBe('administrators')
  expect(['ops', 'member', 'worker', 'mastodon'].filter(isPerson)).toEqual(['ops', 'member'])
})
