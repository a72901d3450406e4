import { isolate, type WordsLike } from '@howdah/web/views'
import type { calendar as english } from '../en/calendar.ts'

export const calendar: WordsLike<typeof english> = {
  clock: (clock, zone) => isolate(`${clock} ${zone}`),
  on: (clock, day) => `${clock} يوم ${day}`,
  withinAMinute: 'خلال دقيقة',
  in: {
    minutes: (span) => `خلال ${span} د`,
    hours: (span) => `خلال ${span} س`,
    days: (span) => `خلال ${span} يوم`,
  },
}
