/** Where somebody is logged in. */
import { forms } from '@howdah/web/views'

export const sessions = {
  title: 'Sessions',
  note: 'Where you are logged in to this service. Log out what you do not know, and change your password in Mastodon then. A session ends by itself after 30 minutes without use, or after 12 hours.',
  endOthers: 'Log out all others',
  caption: 'Your sessions, the last used first',
  columns: {
    browser: 'Browser',
    address: 'Address',
    method: 'Logged in by',
    since: 'Since',
    seen: 'Last seen',
    actions: 'Actions',
  },
  thisOne: '(this one)',
  methods: { password: 'password', oauth: 'account of the instance', link: 'one-time link' },
  end: 'Log out',
  endedAlready: 'That session has ended already.',
  ended: (count: number) =>
    forms(count, { one: '# session logged out.', other: '# sessions logged out.' }),
  unknownProgram: 'Unknown program',
  browserOn: (browser: string, system: string) => `${browser} on ${system}`,
  ofMember: {
    title: 'Sessions of this service',
    caption: (member: string) => `Where ${member} is logged in here`,
    endAll: 'Log out all',
    refused: 'Your role may not log this user out.',
  },
}
