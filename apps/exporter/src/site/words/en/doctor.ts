/** Administration → Doctor, around what the checks themselves say. */

import { forms } from '@howdah/web/views'

export const doctor = {
  title: 'Doctor',
  note: 'The same as “howdah doctor” in a shell.',
  again: 'Check again',
  caption: 'Checks, what is wrong first',
  columns: { state: 'State', check: 'Check', found: 'Found' },
  states: { ok: 'OK', warning: 'Warning', error: 'Error', unknown: 'Unknown' },
  looksAt: 'What it looks at',
  summary: (checks: number, counts: string) =>
    `${forms(checks, { one: '# check', other: '# checks' })}: ${counts}.`,
  allWell: 'all well',
  counts: {
    error: (count: number) => forms(count, { one: '# error', other: '# errors' }),
    warning: (count: number) => forms(count, { one: '# warning', other: '# warnings' }),
    unknown: (count: number) => `${count} not looked at`,
  },
  failed: (reason: string) => `It did not succeed: ${reason}.`,
}
