/** Words that every page shares: units, distances, states. */

import { forms } from '../../language/catalogue.tsx'

export const common = {
  units: { second: 's', minute: 'min', hour: 'h', day: 'd', ms: 'ms' },
  justNow: 'just now',
  /** `distance` is "12 min". */
  in: (distance: string) => `in ${distance}`,
  ago: (distance: string) => `${distance} ago`,
  days: (count: number) => forms(count, { one: '# day', other: '# days' }),
  states: {
    pending: 'Pending',
    scheduled: 'Scheduled',
    running: 'Running',
    retrying: 'Retrying',
    failed: 'Failed',
    stuck: 'Stuck',
    done: 'Done',
    expired: 'Expired',
    cancelled: 'Cancelled',
  },
  skipToContent: 'Skip to the content',
}
