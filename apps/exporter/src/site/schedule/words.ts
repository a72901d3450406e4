/**
 * Sentences and labels of the schedule, its menu and its forms, in one place.
 */
import { plural } from '@howdah/web/views'

export const SCHEDULE_WORDS = {
  views: { label: 'View', list: 'List', agenda: 'Agenda by day' },
  menu: {
    about: (type: string, name: string): string => `Actions on the ${type} of @${name}`,
    open: 'Open',
    retry: 'Retry now',
    run: 'Run now',
    reschedule: 'Reschedule…',
    cancel: 'Cancel',
    deleteFile: 'Delete file',
    copyLink: 'Copy link',
    others: 'User’s exports',
  },
  days: {
    now: 'Now',
    today: 'Today',
    tomorrow: 'Tomorrow',
    endedToday: 'Ended today',
    endedYesterday: 'Ended yesterday',
    ended: (day: string): string => `Ended on ${day}`,
    label: (zone: string): string => `Days and times are those of the time zone ${zone}.`,
    also: 'now',
  },
  reschedule: {
    title: (type: string, name: string): string => `Reschedule the ${type} of @${name}`,
    note: 'It starts then, or as soon after that as a worker is free.',
    retryNote: 'Its next try starts then. The number of tries stays the same.',
    when: 'When',
    zone: (zone: string): string => `In the time zone ${zone}.`,
    why: 'Why',
    whyHint: 'For the audit.',
    submit: 'Reschedule',
    keep: 'Leave it',
    noTime: 'Give a date and a time.',
    past: 'That time is over. Choose one that lies ahead.',
    noReason: 'Say why, in a few words.',
    done: (type: string, name: string): string => `The ${type} of @${name} is rescheduled.`,
  },
  tries: (attempts: number): string => plural(attempts, 'try', 'tries'),
} as const
