/** Administration → Exports: settings, and requests for many members. */
import { formatCount, forms } from '@howdah/web/views'
import type { Child } from '@howdah/web/jsx-runtime'

export const serverExports = {
  title: 'Exports',
  note: 'What can be changed while Howdah runs, and requests for many members.',
  settings: 'Settings',
  policies: {
    limit: 'Exports at a time, over all workers (0 stops new ones)',
    'retention-days': 'Days an archive can be downloaded',
    'history-days': 'Days the rows of ended exports are kept (0 = for ever)',
  },
  noLimit: 'no limit',
  setHere: (configured: string) => `Set here; configured: ${configured}.`,
  asConfigured: 'As configured.',
  save: 'Save',
  reset: 'Reset',
  retentionNote: 'Archives also go when Mastodon’s own retention period for user archives is over.',
  notANumber: (policy: string) => `“${policy}” takes a whole number; nothing was changed.`,
  saved: (policy: string) => `Saved: ${policy}.`,
  bulk: {
    title: 'Request for many members',
    note: 'For a server that closes: each member gets a turn in the schedule, so that whoever asks themself does not wait behind all of them.',
    what: 'What',
    types: { backup: 'Archives', migration: 'Migration exports' },
    within: 'For members who were here in the last',
    periods: { any: '– any time', month: '30 days', half: '6 months', year: 'year' },
    suspended: 'Suspended and disabled members too',
    spread: 'Spread over',
    spreadHint: 'Hours; empty: as fast as they can be made.',
    reason: 'Reason',
    reasonHint: 'Members read it, and the audit keeps it.',
    goOn: 'Continue…',
    nothingYet: 'Nothing is requested yet: the next page says for how many it would be.',
    problems: {
      what: 'Choose what to request.',
      whom: 'Choose for whom.',
      hours: (most: number) => `Spread over 1 to ${most} hours, or leave it empty.`,
      reason: 'Give a reason; members read it.',
    },
    tooMany: (count: number, command: string) =>
      `${formatCount(count)} members are too many for a page; use: ${command}`,
    requested: (count: number, passedOver: number) =>
      `${forms(count, { one: '# export', other: '# exports' })} requested; ${formatCount(passedOver)} members had one under way.`,
    questions: {
      backup: (count: number) =>
        forms(count, { one: 'Request # archive?', other: 'Request # archives?' }),
      migration: (count: number) =>
        forms(count, { one: 'Request # migration export?', other: 'Request # migration exports?' }),
    },
    reasonIs: (reason: string) => `Reason: ${reason}`,
    each: (count: number) =>
      `Each of the ${formatCount(count)} members gets one, except those who have one under way.`,
    fast: 'They start one after the other, as fast as they can be made.',
    spreadOver: (hours: number, from: Child): Child => (
      <>
        Their starts are spread over {forms(hours, { one: '# hour', other: '# hours' })}, from{' '}
        {from} on.
      </>
    ),
    takes: (size: string) => `Together they take about ${size}.`,
    free: (size: string) => `${size} are free now.`,
    tooMuch:
      'That is more than there is room for. Those for whom there is no room fail and are tried again: make room, spread them over more than the days that archives are kept, or leave media out.',
    lastStarts: (when: Child): Child => <>The last one starts about {when}.</>,
    told: 'Members are told when theirs is ready.',
    button: (count: number) => `Request ${formatCount(count)}`,
    nothing: 'Do nothing',
  },
}
