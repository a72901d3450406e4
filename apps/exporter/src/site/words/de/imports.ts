import type { WordsLike } from '@howdah/web/views'
import type { imports as english } from '../en/imports.ts'

export const imports: WordsLike<typeof english> = {
  tabs: { label: 'Import und Export', export: 'Datenexport', import: 'Import' },
  note: 'Listen von einem anderen Server werden hier eingelesen, und deine dort.',
  title: 'Eine Liste importieren',
  how: 'Die CSV-Dateien eines Umzugsexports und die unter Datenexport sind das, was Mastodons Import liest: wem du folgst, Stummgeschaltete, Blockierte, blockierte Domains, Lesezeichen und Listen. Mastodon prüft die Datei, zeigt, was es verstanden hat, und beginnt, wenn du es sagst.',
  modes: 'Zusammenführen behält, was da ist, und fügt Neues hinzu; Überschreiben ersetzt es.',
  open: (domain) => `Auf ${domain} importieren`,
  recent: 'Letzte Importe',
  none: 'Keine Importe in den letzten Tagen',
  noneNote: 'Mastodon behält sie eine Woche; hier steht, wie weit sie sind.',
  unreadable: 'Die letzten Importe sind hier nicht lesbar',
  unreadableNote:
    'Howdah darf sie auf diesem Server nicht sehen; seine Administratoren können es erlauben. Mastodon selbst zeigt, wie weit sie sind.',
  columns: {
    type: 'Art',
    state: 'Stand',
    imported: 'Importiert',
    failed: 'Fehlgeschlagen',
    started: 'Begonnen',
  },
  types: {
    following: 'Gefolgte Konten',
    blocking: 'Blockierte Konten',
    muting: 'Stummgeschaltete Konten',
    'domain-blocking': 'Blockierte Domains',
    bookmarks: 'Lesezeichen',
    lists: 'Listen',
    filters: 'Filter',
  },
  states: {
    unconfirmed: 'Unbestätigt',
    scheduled: 'Geplant',
    running: 'Läuft',
    finished: 'Fertig',
  },
  unknown: 'hier nicht bekannt',
  overwrites: 'überschreibt',
}
