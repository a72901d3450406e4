import type { WordsLike } from '@howdah/web/views'
import type { audit as english } from '../en/audit.ts'

export const audit: WordsLike<typeof english> = {
  title: 'Protokoll',
  note: 'Was Menschen getan und angesehen haben, das Neueste zuerst. Nichts wird je geändert.',
  csv: 'CSV',
  caption: 'Einträge des Protokolls, der neueste zuerst',
  nothingHere: 'Nichts in diesem Teil; suche weiter in dem, was älter ist.',
  none: 'Keine Einträge',
  noneNote:
    'Anforderungen, Abbrüche, geänderte Einstellungen und Blicke auf das, was anderen gehört, erscheinen hier.',
  pages: 'Seiten des Protokolls',
  newest: 'Neueste',
  goOn: 'Weitersuchen',
  older: 'Ältere',
  columns: {
    when: 'Wann',
    who: 'Wer',
    what: 'Was',
    to: 'Wem',
    reason: 'Grund',
    result: 'Ergebnis',
    detail: 'Einzelheiten',
  },
  onPage: (path) => `auf ${path}`,
  filters: {
    who: 'Wer',
    whoHint: '@name',
    what: 'Was',
    target: 'Wem oder woran',
    targetHint: '@name, export 12, eine jid',
    result: 'Ergebnis',
    results: { done: 'getan', refused: 'nicht getan' },
    from: 'Von (UTC)',
    to: 'Bis (UTC)',
    search: 'Suche',
    searchHint: 'ein Teil der Zeile',
    any: 'alle',
    apply: 'Anwenden',
    clear: 'Leeren',
  },
}
