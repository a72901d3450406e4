/** Why what was wanted of an export was not done, in the words of the reader. */
import { stateWord } from '@howdah/web/views'
import type { WhyUnchanged } from '../../ledger/unchanged.ts'
import { staffType } from './export-types.ts'
import { words } from './words.ts'

export function whyUnchanged(why: WhyUnchanged): string {
  const text = words().unchanged
  switch (why.kind) {
    case 'missing':
      return text.missing(why.id)
    case 'wrong-state':
      return text.wrongState[why.wanted](why.id, stateWord(why.state))
    case 'time-over':
      return text.timeOver
    case 'has-started':
      return text.hasStarted
    case 'in-mastodon':
      return text.inMastodon
    case 'other-active':
      return text.otherActive(staffType(why.type), why.username)
    default:
      return why satisfies never
  }
}
