import type { WordsLike } from '@howdah/web/views'
import type { frame as english } from '../en/frame.ts'

export const frame: WordsLike<typeof english> = {
  loggedInAs: 'Angemeldet als',
  logOut: 'Abmelden',
  asOf: (moment) => `Stand: ${moment}`,
  language: 'Sprache',
  times: 'Zeiten',
  timesIn: { utc: 'in UTC', relative: 'als Abstände' },
  menu: 'Einstellungen',
  opensTab: 'Öffnet sich in einem neuen Tab',
  groups: { preferences: 'Einstellungen', administration: 'Administration' },
  entries: {
    importAndExport: 'Import und Export',
    sessions: 'Sitzungen',
    overview: 'Übersicht',
    users: 'Konten',
    exports: 'Exporte',
    audit: 'Protokoll',
    mail: 'E-Mails',
    doctor: 'Diagnose',
    sidekiq: 'Sidekiq',
    schedule: 'Exportplan',
  },
}
