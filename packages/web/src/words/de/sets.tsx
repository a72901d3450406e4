import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { sets as english } from '../en/sets.tsx'

export const sets: WordsLike<typeof english> = {
  kinds: {
    schedule: {
      title: 'Geplante Jobs',
      noun: 'geplante Jobs',
      counted: (count) => forms(count, { one: '# geplanter Job', other: '# geplante Jobs' }),
      note: 'Jobs, die auf ihre Zeit warten. Dann kommen sie in ihre Warteschlange.',
      empty: 'Es sind keine Jobs geplant.',
    },
    retry: {
      title: 'Wiederholungen',
      noun: 'Wiederholungen',
      counted: (count) => forms(count, { one: '# Wiederholung', other: '# Wiederholungen' }),
      note: 'Jobs, die gescheitert sind und noch einmal versucht werden, jedes Mal später.',
      empty: 'Nichts wartet auf eine Wiederholung.',
    },
    dead: {
      title: 'Tote Jobs',
      noun: 'tote Jobs',
      counted: (count) => forms(count, { one: '# toter Job', other: '# tote Jobs' }),
      note: 'Jobs, die zum letzten Mal gescheitert sind. Sie bleiben 6 Monate, höchstens 10.000.',
      empty: 'Keine toten Jobs.',
    },
  },
  actions: {
    retry: { label: 'Jetzt wiederholen', selected: 'Ausgewählte wiederholen' },
    delete: { label: 'Löschen', selected: 'Ausgewählte löschen' },
    'run-now': { label: 'Jetzt ausführen', selected: 'Ausgewählte ausführen' },
    kill: { label: 'Aufgeben', selected: 'Ausgewählte aufgeben' },
  },
  all: {
    retry: (count) => `Alle ${count} wiederholen`,
    delete: (count) => `Alle ${count} löschen`,
    kill: (count) => `Alle ${count} aufgeben`,
  },
  question: {
    retry: (what) => `Alle wiederholen: ${what}?`,
    delete: (what) => `Alle löschen: ${what}?`,
    kill: (what) => `Alle aufgeben: ${what}?`,
  },
  consequence: {
    retry:
      'Sie kommen sofort in ihre Warteschlangen und werden ausgeführt, sobald ein Prozess frei ist.',
    delete:
      'Sie werden nicht ausgeführt, und ihre Argumente und Fehler sind weg. Das lässt sich nicht rückgängig machen.',
    kill: 'Sie kommen zu den toten Jobs, von denen höchstens 10.000 behalten werden, und laufen nur, wenn sie dort wiederholt werden.',
  },
  allDone: {
    retry: (what) => `In ihre Warteschlangen verschoben: ${what}.`,
    delete: (what) => `Gelöscht: ${what}.`,
    kill: (what) => `Zu den toten Jobs verschoben: ${what}.`,
  },
  columns: { at: 'Zeit', nextRetry: 'Nächster Versuch', died: 'Aufgegeben' },
  overdue: 'überfällig',
  noSuchAction: 'Diese Aktion gibt es hier nicht.',
  nothingSelected: 'Es war nichts ausgewählt, deshalb wurde nichts geändert.',
  jobGone:
    'Dieser Job ist nicht mehr hier: Er wurde inzwischen verschoben, ausgeführt oder gelöscht.',
  allGone: 'Keiner dieser Jobs ist noch hier, deshalb wurde nichts geändert.',
  someGone: (count) =>
    forms(count, { one: '# Job war nicht mehr hier.', other: '# Jobs waren nicht mehr hier.' }),
  deleted: (count) =>
    forms(count, {
      one: 'Job gelöscht. 24 Stunden lang lässt er sich unter Vorgänge zurückholen.',
      other: '# Jobs gelöscht. 24 Stunden lang lassen sie sich unter Vorgänge zurückholen.',
    }),
  killed: (count) =>
    forms(count, {
      one: 'Job zu den toten Jobs verschoben.',
      other: '# Jobs zu den toten Jobs verschoben.',
    }),
  movedTo: (count, queue) =>
    forms(count, {
      one: `Job in Warteschlange ${queue} verschoben.`,
      other: `# Jobs in Warteschlange ${queue} verschoben.`,
    }),
  movedToQueues: (count) =>
    forms(count, {
      one: 'Job in seine Warteschlange verschoben.',
      other: '# Jobs in ihre Warteschlangen verschoben.',
    }),
  why: 'Warum',
  typeToGoOn: (word) => <>Zum Fortfahren {word} eingeben</>,
}
