import type { WordsLike } from '../../language/catalogue.tsx'
import type { identity as english } from '../en/identity.ts'

export const identity: WordsLike<typeof english> = {
  clearQueue: (queue: string) => `Warteschlange ${queue} leeren`,
  deleteAll: {
    schedule: 'Alle geplanten Jobs löschen',
    retry: 'Alle Wiederholungen löschen',
    dead: 'Alle aufgegebenen Jobs löschen',
  },
  deleteFound: (query: string) => `Alle Jobs löschen, auf die „${query}“ passt`,
  stop: (process: string) => `Prozess ${process} stoppen`,
  stopAll: 'Alle Prozesse stoppen',
}
