import type { WordsLike } from '@howdah/web/views'
import type { calendar as english } from '../en/calendar.ts'

export const calendar: WordsLike<typeof english> = {
  clock: (clock, zone) => `${clock} Uhr ${zone}`,
  on: (clock, day) => `${day}, ${clock}`,
  withinAMinute: 'innerhalb einer Minute',
  in: {
    minutes: (span) => `in ${span} min`,
    hours: (span) => `in ${span} Std.`,
    days: (span) => `in ${span} Tagen`,
  },
}
