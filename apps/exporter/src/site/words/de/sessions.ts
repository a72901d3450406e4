import { forms, type WordsLike } from '@howdah/web/views'
import type { sessions as english } from '../en/sessions.ts'

export const sessions: WordsLike<typeof english> = {
  title: 'Sitzungen',
  note: 'Wo du bei diesem Dienst angemeldet bist. Melde ab, was du nicht kennst, und ändere dann dein Passwort in Mastodon. Eine Sitzung endet von selbst nach 30 Minuten ohne Nutzung oder nach 12 Stunden.',
  endOthers: 'Alle anderen abmelden',
  caption: 'Deine Sitzungen, die zuletzt benutzte zuerst',
  columns: {
    browser: 'Browser',
    address: 'Adresse',
    method: 'Angemeldet mit',
    since: 'Seit',
    seen: 'Zuletzt gesehen',
    actions: 'Aktionen',
  },
  thisOne: '(diese hier)',
  methods: { password: 'Passwort', oauth: 'Konto der Instanz', link: 'Einmal-Link' },
  end: 'Abmelden',
  endedAlready: 'Diese Sitzung ist bereits beendet.',
  ended: (count) =>
    forms(count, { one: '# Sitzung abgemeldet.', other: '# Sitzungen abgemeldet.' }),
  unknownProgram: 'Unbekanntes Programm',
  browserOn: (browser, system) => `${browser} auf ${system}`,
  ofMember: {
    title: 'Sitzungen bei diesem Dienst',
    caption: (member) => `Wo ${member} hier angemeldet ist`,
    endAll: 'Alle abmelden',
    refused: 'Deine Rolle darf dieses Konto nicht abmelden.',
  },
}
