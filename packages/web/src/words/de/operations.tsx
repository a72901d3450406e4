import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { operations as english } from '../en/operations.tsx'

export const operations: WordsLike<typeof english> = {
  note: 'Viele Jobs auf einmal wiederholen oder löschen. Gelöschte lassen sich 24 Stunden lang zurückholen.',
  empty: 'Noch wurde nichts mit vielen Jobs auf einmal getan.',
  emptyHint:
    'Ein Vorgang beginnt mit „Alle“ auf einer Liste oder mit allem, was eine Suche findet.',
  caption: 'Vorgänge, neueste zuerst',
  columns: { what: 'Was', done: 'Erledigt', by: 'Von', reason: 'Grund', begun: 'Begonnen' },
  jobsOfQueue: (queue) => `Jobs der Warteschlange ${queue}`,
  titleAll: {
    retry: (noun) => `Alle wiederholen: ${noun}`,
    'run-now': (noun) => `Alle ausführen: ${noun}`,
    delete: (noun) => `Alle löschen: ${noun}`,
    kill: (noun) => `Alle aufgeben: ${noun}`,
  },
  titleFound: {
    retry: (noun, query) => `Wiederholen: ${noun}, passend zu ${query}`,
    'run-now': (noun, query) => `Ausführen: ${noun}, passend zu ${query}`,
    delete: (noun, query) => `Löschen: ${noun}, passend zu ${query}`,
    kill: (noun, query) => `Aufgeben: ${noun}, passend zu ${query}`,
  },
  titleChosen: (what) => `Löschen: ${what}`,
  states: {
    running: 'Im Gange',
    undoing: 'Wird zurückgeholt',
    aborted: 'Abgebrochen',
    undone: 'Zurückgeholt',
    done: 'Fertig',
  },
  unknown: 'Es gibt keinen solchen Vorgang; sie werden 30 Tage aufbewahrt.',
  abort: 'Abbrechen',
  putBack: (count) => forms(count, { one: '# Job zurückholen', other: '# Jobs zurückholen' }),
  progress: 'Fortschritt',
  restored: (restored, jobs) => `${restored} von ${jobs} zurückgeholt.`,
  looked: {
    retry: (looked, jobs, done) =>
      `${looked} von ${jobs} angesehen, ${done} in ihre Warteschlangen verschoben.`,
    delete: (looked, jobs, done) => `${looked} von ${jobs} angesehen, ${done} gelöscht.`,
    kill: (looked, jobs, done) =>
      `${looked} von ${jobs} angesehen, ${done} zu den toten Jobs verschoben.`,
  },
  filter: 'Filter',
  chosen: 'einzeln ausgewählt',
  noFilter: 'keiner: alle',
  ended: 'Beendet',
  took: 'Dauer',
  keptForSet: (until) => (
    <>Die gelöschten Jobs werden bis {until} aufbewahrt und kommen an ihre alten Plätze zurück.</>
  ),
  keptForQueue: (until) => (
    <>
      Die gelöschten Jobs werden bis {until} aufbewahrt. Sie lassen sich in ihrer alten Reihenfolge
      ans Ende ihrer Warteschlange zurückholen.
    </>
  ),
  nowAborted: 'Abgebrochen. Was getan ist, bleibt; der Rest ist, wie er war.',
  hadEnded: 'Er war schon zu Ende.',
  nothingLeft: 'Es gibt nichts mehr zurückzuholen.',
  nowUndoing: 'Die gelöschten Jobs werden zurückgeholt.',
  runAll: (count) => `Alle ${count} ausführen`,
  runAllQuestion: (what) => `Alle ausführen: ${what}?`,
  questionFound: {
    retry: (noun) => `Alle passenden wiederholen: ${noun}?`,
    'run-now': (noun) => `Alle passenden ausführen: ${noun}?`,
    delete: (noun) => `Alle passenden löschen: ${noun}?`,
    kill: (noun) => `Alle passenden aufgeben: ${noun}?`,
  },
  labelFound: {
    retry: 'Alle passenden wiederholen',
    'run-now': 'Alle passenden ausführen',
    delete: 'Alle passenden löschen',
    kill: 'Alle passenden aufgeben',
  },
  allLookedAt: (count, query) =>
    `Alle ${count} werden angesehen; genommen werden die, die zu „${query}“ passen.`,
  effect: {
    delete: 'Sie werden nicht ausgeführt. 24 Stunden lang lassen sie sich zurückholen.',
    queue:
      'Sie werden nicht ausgeführt. 24 Stunden lang lassen sie sich zurückholen, ans Ende der Warteschlange.',
    run: 'Sie kommen in ihre Warteschlangen und laufen, sobald Prozesse frei sind.',
  },
  inBackground: 'Das geschieht im Hintergrund und lässt sich abbrechen.',
  sayWhy: 'Sagen Sie mit ein paar Worten, warum.',
  emptySearch: 'Die Suche war leer, deshalb wurde nichts getan.',
  begun: 'Begonnen. Diese Seite folgt dem Vorgang.',
}
