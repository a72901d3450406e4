import { forms, type WordsLike } from '@howdah/web/views'
import type { doctor as english } from '../en/doctor.ts'

export const doctor: WordsLike<typeof english> = {
  title: 'Diagnose',
  note: 'Dasselbe wie „howdah doctor“ in einer Shell.',
  again: 'Noch einmal prüfen',
  caption: 'Prüfungen, was nicht stimmt zuerst',
  columns: { state: 'Zustand', check: 'Prüfung', found: 'Gefunden' },
  states: { ok: 'OK', warning: 'Warnung', error: 'Fehler', unknown: 'Unbekannt' },
  looksAt: 'Was sie ansieht',
  summary: (checks, counts) => `${checks} Prüfungen: ${counts}.`,
  allWell: 'alles in Ordnung',
  counts: {
    error: (count) => `${count} Fehler`,
    warning: (count) => forms(count, { one: '# Warnung', other: '# Warnungen' }),
    unknown: (count) => `${count} nicht angesehen`,
  },
  failed: (reason) => `Es ist nicht gelungen: ${reason}.`,
}
