import type { WordsLike } from '@howdah/web/views'
import type { calendar as english } from '../en/calendar.ts'

export const calendar: WordsLike<typeof english> = {
  utc: (clock) => `${clock} (UTC)`,
  on: (clock, day) => `${day} ${clock}`,
  withinAMinute: '1 分以内',
  in: {
    minutes: (span) => `${span} 分後`,
    hours: (span) => `${span} 時間後`,
    days: (span) => `${span} 日後`,
  },
}
