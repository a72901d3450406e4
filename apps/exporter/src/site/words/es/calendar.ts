import type { WordsLike } from '@howdah/web/views'
import type { calendar as english } from '../en/calendar.ts'

export const calendar: WordsLike<typeof english> = {
  clock: (clock, zone) => `${clock} ${zone}`,
  on: (clock, day) => `${clock} del ${day}`,
  withinAMinute: 'en menos de un minuto',
  in: {
    minutes: (span) => `en ${span} min`,
    hours: (span) => `en ${span} h`,
    days: (span) => `en ${span} días`,
  },
}
