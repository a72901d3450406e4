/** The fields that the API knows, and what is said of one that is wrong. */
import { z } from 'zod'
import { LONGEST_REQUEST_REASON } from '../../ledger/requests.ts'
import { EXPORT_STATES, EXPORT_TYPES } from '../../ledger/types.ts'
import { CURSOR, DAY_CHOICES, SORTS } from '../schedule/filter.ts'

const LONGEST_PAGE = 200

const TYPE = z.enum(EXPORT_TYPES, { error: 'must be "backup" or "migration"' })
const FLAG = z.boolean({ error: 'must be true or false' }).default(false)
const NO_OBJECT = { error: 'must be an object' }

/** Only an archive of posts has media to leave out. */
function isPossible(wish: Pick<z.infer<typeof OWN_FIELDS>, 'type' | 'without_media'>): boolean {
  return wish.type === 'backup' || !wish.without_media
}
const IMPOSSIBLE = {
  path: ['without_media'],
  error: 'is possible with "type":"backup" alone',
}

const OWN_FIELDS = z.strictObject({ type: TYPE, without_media: FLAG }, NO_OBJECT)

/** The body of POST /api/v1/exports. */
export const OWN_WISH = OWN_FIELDS.refine(isPossible, IMPOSSIBLE)

const REASON = z
  .string({ error: 'must be a text: the member reads it' })
  .trim()
  .min(1, { error: 'must say why: the member reads it' })
  .max(LONGEST_REQUEST_REASON, { error: `must have at most ${LONGEST_REQUEST_REASON} characters` })

const MEMBER_FIELDS = z.strictObject(
  {
    // Mastodon's ids do not fit a JSON number: as one it would be that of somebody else.
    user_id: z
      .string({ error: 'must be a string of digits, such as "42"' })
      .regex(/^\d{1,19}$/, { error: 'must be digits, such as "42"' }),
    type: TYPE.default('backup'),
    reason: REASON,
    urgent: FLAG,
    without_media: FLAG,
  },
  NO_OBJECT,
)

/** The body of POST /api/v1/admin/exports. */
export const MEMBER_WISH = MEMBER_FIELDS.refine(isPossible, IMPOSSIBLE)

function oneOf<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` }).optional()
}

function isPageLength(text: string): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) >= 1 && Number(text) <= LONGEST_PAGE
}

/** The query of GET /api/v1/admin/exports: a program is told what a page passes over. */
export const SCHEDULE_QUERY = z.strictObject({
  state: oneOf(EXPORT_STATES),
  type: oneOf(EXPORT_TYPES),
  q: z.string().optional(),
  days: oneOf(DAY_CHOICES.map(String)),
  sort: oneOf(SORTS),
  after: z.string().regex(CURSOR, { error: 'must be the "next" of the page before' }).optional(),
  limit: z
    .string()
    .refine(isPageLength, { error: `must be a whole number from 1 to ${LONGEST_PAGE}` })
    .transform(Number)
    .optional(),
})
