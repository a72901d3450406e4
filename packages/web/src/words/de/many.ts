import type { WordsLike } from '../../language/catalogue.tsx'
import type { many as english } from '../en/many.ts'

export const many: WordsLike<typeof english> = {
  kill: 'Aufgeben',
  killed: 'zu den toten Jobs verschoben',
  jobsOfQueue: (queue: string) => `Jobs der Warteschlange ${queue}`,
  deleteFromQueue: (queue: string) => `Alle passenden Jobs der Warteschlange ${queue} löschen?`,
  deleteFound: 'Alle passenden löschen',
  queueEffect:
    'Sie werden nicht ausgeführt. 24 Stunden lang können sie zurückgeholt werden, ans Ende der Warteschlange.',
  putBackAtEnd:
    'Die gelöschten Jobs können in ihrer alten Reihenfolge ans Ende der Warteschlange zurückgeholt werden.',
}
