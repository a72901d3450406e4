import type { WordsLike } from '@howdah/web/views'
import type { calendar as english } from '../en/calendar.ts'

export const calendar: WordsLike<typeof english> = {
  clock: (clock, zone) => `${clock} (${zone})`,
  on: (clock, day) => `${day} ${clock}`,
  withinAMinute: '1 分以内',
  in: {
    minutes: (span) => `${span} 分後`,
    hours: (span) => `${span} 時間後`,
    days: (span) => `${span} 日後`,
  },
}
