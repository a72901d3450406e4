import type { WordsLike } from '../../language/catalogue.tsx'
import type { live as english } from '../en/live.ts'

export const live: WordsLike<typeof english> = {
  pause: 'Aktualisierung anhalten',
  resume: 'Aktualisierung fortsetzen',
  paused: 'Aktualisierung angehalten',
  whileSelected: 'Aktualisierung angehalten, solange Zeilen ausgewählt sind',
  away: 'Redis antwortet nicht; dies ist der letzte bekannte Stand',
  every: (seconds) => `Aktualisiert alle ${seconds} s`,
  live: 'Live',
  off: 'Aktualisierung ist aus',
  newRows: { one: '# neue Zeile: zeigen', other: '# neue Zeilen: zeigen' },
  copied: 'Kopiert',
}
