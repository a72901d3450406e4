/** What all serialisers of one archive share: the server, the member, the moment. */
import type { Instance } from '../instance.ts'
import type { AccountRow } from '../members.ts'
import type { FormatterRules } from '../text/rules.ts'
import type { Uris } from '../uris.ts'

export interface Environment {
  readonly instance: Instance
  readonly uris: Uris
  readonly rules: FormatterRules
  /** The member's account. */
  readonly author: AccountRow
  /** Decides whether a poll is over. */
  readonly now: Date
}
