import { isolate, type WordsLike } from '@howdah/web/views'
import type { calendar as english } from '../en/calendar.ts'

export const calendar: WordsLike<typeof english> = {
  utc: (clock) => isolate(`${clock} UTC`),
  on: (clock, day) => `${clock} يوم ${day}`,
  withinAMinute: 'خلال دقيقة',
  in: {
    minutes: (span) => `خلال ${span} د`,
    hours: (span) => `خلال ${span} س`,
    days: (span) => `خلال ${span} يوم`,
  },
}
