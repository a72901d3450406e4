import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { busy as english } from '../en/busy.ts'

export const busy: WordsLike<typeof english> = {
  note: ({ processes, running, threads, share, memory }) =>
    `${processes}, ${running} von ${threads} belegt${share === null ? '' : ` (${share})`}${memory === null ? '' : `, ${memory} Speicher`}.`,
  processes: 'Prozesse',
  columns: {
    process: 'Prozess',
    queues: 'Warteschlangen',
    started: 'Gestartet',
    rss: 'RSS',
    threads: 'Threads',
    busy: 'Belegt',
    beat: 'Lebenszeichen',
    progress: 'Fortschritt',
    runningFor: 'Läuft seit',
  },
  leader: 'Leitet',
  quiet: 'Nimmt nichts an',
  embedded: 'Eingebettet',
  andMore: (count) => forms(count, { one: 'und eine weitere', other: 'und # weitere' }),
  late: (span) => `${span}, verspätet`,
  orphan: 'Verwaist: Sein Prozess ist weg',
  silent: 'Sein Prozess schweigt',
  running: 'Laufende Jobs',
  runningNoun: 'laufende Jobs',
  processesNoun: 'Prozesse',
  runningCaption: 'Laufende Jobs, verwaiste und die längsten zuerst',
  nothingRuns: 'Im Moment läuft kein Job.',
  quietLink: 'Auslaufen lassen …',
  stopLink: 'Beenden …',
  quietAll: 'Alle auslaufen lassen …',
  stopAll: 'Alle beenden …',
  noSuchProcess: 'Ein solcher Prozess läuft nicht.',
  allProcesses: 'alle Prozesse',
  askQuiet: {
    question: (name) => `Auslaufen lassen: ${name}?`,
    consequence:
      'Neue Jobs werden nicht mehr angenommen, die laufenden zu Ende gebracht. Nur ein Neustart hebt das auf.',
    label: (name) => `Auslaufen lassen: ${name}`,
  },
  askStop: {
    question: (name) => `Beenden: ${name}?`,
    consequence:
      'Neue Jobs werden nicht mehr angenommen; laufende bekommen 25 Sekunden, dann gehen sie zurück in ihre Warteschlangen. Danach endet der Prozess.',
    label: (name) => `Beenden: ${name}`,
  },
  gone: 'Dieser Prozess läuft nicht mehr.',
  toldQuiet: (name) =>
    `${name} soll auslaufen; der Prozess erfährt es mit dem nächsten Lebenszeichen, binnen 10 s.`,
  toldStop: (name) =>
    `${name} soll enden; der Prozess erfährt es mit dem nächsten Lebenszeichen, binnen 10 s.`,
  allToldQuiet: (count) =>
    forms(count, { one: '# Prozess soll auslaufen.', other: '# Prozesse sollen auslaufen.' }),
  allToldStop: (count) =>
    forms(count, { one: '# Prozess soll enden.', other: '# Prozesse sollen enden.' }),
}
