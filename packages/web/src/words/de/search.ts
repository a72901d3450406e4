import type { WordsLike } from '../../language/catalogue.tsx'
import type { search as english } from '../en/search.ts'

export const search: WordsLike<typeof english> = {
  titleOf: (query) => `${query} – Suche`,
  searchIn: 'Suchen in',
  searchFor: 'Suchen nach',
  placeholder: 'class: queue: error: args.user_id: oder beliebiger Text',
  submit: 'Suchen',
  queue: (name) => `Warteschlange ${name}`,
  help: {
    title: 'Was gefragt werden kann',
    class: 'Jobs, deren Klasse das enthält',
    queue: 'Jobs dieser Warteschlange',
    error: 'Jobs, deren letzter Fehler das enthält, in Klasse oder Text',
    args: 'Jobs mit genau diesem Wert an dieser Stelle eines Arguments',
    since: 'Jobs, die in der letzten Stunde gescheitert sind (auch 30m, 7d)',
    tag: 'Jobs mit diesem Tag oder dieser ID',
    note: 'Alle Teile müssen passen; Großschreibung zählt; alles andere ist Text, der im ganzen Job gesucht wird. Um eine Warteschlange zu durchsuchen, beginnen Sie auf ihrer Seite.',
  },
  searchedAll: (jobs, found) => `${jobs} durchsucht – ${found} gefunden.`,
  searchedRest: (seen, total, found) => `${seen} von ${total} durchsucht – ${found} gefunden.`,
  searchedPart: (seen, total, found) => `${seen} von ${total} durchsucht – ${found} gefunden`,
  goOn: 'Weiter',
  nothingYet: 'In diesem Teil ist nichts; weiter durch den Rest.',
  noMore: 'Kein weiterer Job passt.',
  nothing: 'Hier passt kein Job.',
  nothingHint:
    'Großschreibung zählt, und alle Teile müssen passen. Nach verdeckten Werten lässt sich nicht suchen.',
  caption: 'Passende Jobs',
  allThatFit: 'Alle passenden:',
  all: {
    retry: 'Alle wiederholen …',
    'run-now': 'Alle ausführen …',
    delete: 'Alle löschen …',
    kill: 'Alle aufgeben …',
  },
}
