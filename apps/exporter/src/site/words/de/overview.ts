import type { WordsLike } from '@howdah/web/views'
import type { overview as english } from '../en/overview.ts'

export const overview: WordsLike<typeof english> = {
  title: 'Administration',
  note: 'Was jetzt Aufmerksamkeit braucht.',
  cards: 'Auf einen Blick',
  attention: 'Exporte, die Aufmerksamkeit brauchen',
  attentionNote: 'fehlgeschlagen oder festgefahren',
  failed: 'In 24 Stunden fehlgeschlagen',
  failedNote: 'Exporte, die aufgegeben wurden',
  unserved: 'Warteschlangen ohne Worker',
  unservedNote: (names) => `niemand bedient ${names}`,
  served: 'jede Warteschlange mit Jobs hat Worker',
  disk: 'Freier Speicher',
  diskNote: 'wo die Archive liegen',
  unlimited: 'Unbegrenzt',
  unlimitedNote: 'die Archive liegen in einem Bucket',
  unknown: 'Unbekannt',
  unknownNote: 'Redis antwortet nicht',
}
