import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { queues as english } from '../en/queues.tsx'

export const queues: WordsLike<typeof english> = {
  nothingWaits: (queueCount) =>
    forms(queueCount, {
      one: 'Nichts wartet in # Warteschlange.',
      other: 'Nichts wartet in # Warteschlangen.',
    }),
  waiting: (jobs, queueCount) =>
    forms(queueCount, {
      one: `${jobs} in # Warteschlange.`,
      other: `${jobs} in # Warteschlangen.`,
    }),
  noQueue: 'Noch keine Warteschlange hatte einen Job.',
  noQueueHint:
    'Eine Warteschlange erscheint mit ihrem ersten Job oder wenn ein Prozess sie bedient.',
  notShown: (count, address) => (
    <>
      {forms(count, {
        one: '# weitere Warteschlange wird nicht gezeigt; sie öffnet sich unter ihrer Adresse,',
        other:
          '# weitere Warteschlangen werden nicht gezeigt; jede öffnet sich unter ihrer Adresse,',
      })}{' '}
      {address}.
    </>
  ),
  rates:
    'Die Raten sind Jobs pro Minute in den letzten fünf Minuten: Was kam, wird unter den wartenden Jobs gezählt; was geholt wurde, folgt aus der Größe. Die Linie zeigt die Größe in der letzten Stunde, soweit dieser Server zugesehen hat.',
  columns: {
    name: 'Name',
    size: 'Größe',
    oldestWaits: 'Ältester wartet',
    in: 'Ein',
    out: 'Aus',
    workers: 'Worker',
    lastHour: 'Letzte Stunde',
    enqueued: 'Eingereiht',
    waiting: 'Wartet seit',
  },
  noWorkers: 'keine',
  sizeLine: 'Größe in der letzten Stunde',
  paused: 'Angehalten',
  empty: 'Leer',
  running: 'Läuft',
  nobodyListens: 'Niemand bedient sie',
  pausedElsewhere: 'von einem anderen Programm',
  by: (name) => <>von {name}</>,
  pause: 'Anhalten',
  resume: 'Fortsetzen',
  clear: 'Leeren …',
  backlog: (command) => (
    <>
      Wenn Jobs lange warten, kommen Anfragen schneller, als sie abgearbeitet werden. Mehr
      Worker-Prozesse helfen: Starten Sie {command} noch einmal.
    </>
  ),
  queue: (name) => `Warteschlange ${name}`,
  clearQueue: 'Warteschlange leeren …',
  listening: (count) =>
    forms(count, { one: '# Prozess bedient sie', other: '# Prozesse bedienen sie' }),
  listeningOnly: (listening) => `${listening}.`,
  waits: (count, oldest, listening) =>
    forms(count, {
      one: `# Job wartet, der älteste seit ${oldest}; ${listening}.`,
      other: `# Jobs warten, der älteste seit ${oldest}; ${listening}.`,
    }),
  moreHelp: (command) => (
    <>
      Wenn die Warteschlange wächst, kommen Anfragen schneller, als sie abgearbeitet werden, und
      mehr Worker-Prozesse helfen: {command}
    </>
  ),
  comeIn: 'Kommen an',
  taken: 'Geholt',
  nothingIn: (name) => `In ${name} wartet nichts.`,
  lastFinished: (time) => <>Letzter Job beendet: {time}.</>,
  lastFinishedNote: 'Das melden die Prozesse von Howdah; die von Ruby schreiben es nicht auf.',
  lastFinishedUnknown:
    'Wann der letzte Job beendet wurde, ist nicht bekannt: Nur die Prozesse von Howdah schreiben es auf, für 30 Tage.',
  anyClass: 'alle',
  classHint: (count) => `Aus den nächsten ${count} Jobs; gesucht wird in der ganzen Warteschlange.`,
  captions: {
    next: (name) => `Jobs in ${name}, der nächste zuerst`,
    newest: (name) => `Jobs in ${name}, der neueste zuerst`,
  },
  order: 'Reihenfolge',
  orders: { next: 'Nächste zuerst', newest: 'Neueste zuerst' },
  noSuchName: 'Keine Warteschlange kann so heißen.',
  noSuchQueue: (name) =>
    `Es gibt im Moment keine Warteschlange „${name}“. Sie erscheint mit ihrem nächsten Job.`,
  pausedAlready: (name) => `Warteschlange ${name} war schon angehalten.`,
  nowPaused: (name) =>
    `Warteschlange ${name} ist angehalten: Laufende Jobs laufen weiter, wartende bleiben, bis sie fortgesetzt wird. Die Prozesse von Sidekiq befolgen eine Pause nur mit Pro.`,
  notPaused: (name) => `Warteschlange ${name} ist nicht angehalten.`,
  goesOn: (name) => `Warteschlange ${name} läuft weiter.`,
  jobGone:
    'Dieser Job ist nicht mehr in dieser Warteschlange: Er läuft, ist fertig oder wurde gelöscht.',
  jobDeleted: (name) => `Job aus Warteschlange ${name} gelöscht.`,
  emptyAlready: (name) => `Warteschlange ${name} ist schon leer.`,
  clearQuestion: (name) => `Warteschlange ${name} leeren?`,
  clearConsequence: (count) =>
    forms(count, {
      one: 'Ihr # Job wird gelöscht und nicht ausgeführt. Das lässt sich nicht rückgängig machen.',
      other:
        'Alle ihre # Jobs werden gelöscht und nicht ausgeführt. Das lässt sich nicht rückgängig machen.',
    }),
  deleteJobs: (count) => forms(count, { one: '# Job löschen', other: '# Jobs löschen' }),
  typeExactly: (name) => `Geben Sie den Namen genau so ein: ${name}`,
  cleared: (count, name) =>
    forms(count, {
      one: `# Job aus ${name} gelöscht.`,
      other: `# Jobs aus ${name} gelöscht.`,
    }),
  duplicateOf: (position) => `Duplikat von #${position}`,
  duplicates: (count) =>
    forms(count, {
      one: '# Job will, was ein Job vor ihm schon tut. Der jeweils erste bleibt.',
      other: '# Jobs wollen, was ein Job vor ihnen schon tut. Der jeweils erste bleibt.',
    }),
  deleteDuplicates: (count) =>
    forms(count, { one: '# Duplikat löschen', other: '# Duplikate löschen' }),
  duplicatesDeleted: (count) =>
    forms(count, { one: '# Duplikat gelöscht.', other: '# Duplikate gelöscht.' }),
  goneAlready: (count) =>
    forms(count, { one: '# Job war schon weg.', other: '# Jobs waren schon weg.' }),
}
