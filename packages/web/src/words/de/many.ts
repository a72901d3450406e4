import { forms } from '../../language/catalogue.tsx'
import type { WordsLike } from '../../language/catalogue.tsx'
import type { many as english } from '../en/many.ts'

export const many: WordsLike<typeof english> = {
  kill: 'Aufgeben',
  killSelected: 'Ausgewählte aufgeben',
  killAll: (count: string) => `Alle ${count} aufgeben`,
  killAllQuestion: (count: number) =>
    forms(count, { one: '# Job aufgeben?', other: 'Alle # Jobs aufgeben?' }),
  killFound: 'Alle passenden aufgeben',
  killEffect:
    'Sie kommen zu den aufgegebenen Jobs, von denen höchstens 10.000 behalten werden, und laufen nur, wenn sie dort wiederholt werden.',
  killed: 'zu den aufgegebenen verschoben',
  jobsOfQueue: (queue: string) => `Jobs der Warteschlange ${queue}`,
  deleteFromQueue: (queue: string) => `Alle passenden Jobs der Warteschlange ${queue} löschen?`,
  deleteFound: 'Alle passenden löschen',
  queueEffect:
    'Sie werden nicht ausgeführt. 24 Stunden lang können sie zurückgeholt werden, ans Ende der Warteschlange.',
  putBackAtEnd:
    'Die gelöschten Jobs können in ihrer alten Reihenfolge ans Ende der Warteschlange zurückgeholt werden.',
}
