import type { WordsLike } from '../../language/catalogue.tsx'
import type { periodic as english } from '../en/periodic.ts'

export const periodic: WordsLike<typeof english> = {
  note: 'Jobs, die die Uhr einreiht, aus allen Programmen an diesem Redis.',
  none: 'Kein Programm legt einen regelmäßigen Job fest.',
  noneMore:
    'Sie erscheinen, wenn ein Prozess startet, der einen festlegt. Die von Sidekiq Enterprise liegen anderswo und werden nicht gezeigt.',
  name: 'Name',
  schedule: 'Zeitplan',
  next: 'Nächster',
  last: 'Letzter Termin',
  state: 'Zustand',
  class: 'Klasse',
  queue: 'Warteschlange',
  args: 'Argumente',
  missed: 'Versäumte Termine',
  missedWords: {
    skip: 'entfallen',
    once: 'werden einmal nachgeholt',
    all: 'werden alle nachgeholt',
  },
  seen: 'Zuletzt in einem Prozess gesehen',
  active: 'Aktiv',
  paused: 'Pausiert',
  resting: 'Ruht: kein Prozess legt ihn fest',
  never: 'nie',
  runs: 'Läufe',
  runsNote:
    'Die letzten 25. Was aus einem Lauf wurde, steht auf der Seite seines Jobs, solange Redis ihn kennt.',
  runsNone: 'Er ist noch nicht gelaufen.',
  forTick: 'Für',
  pushed: 'Eingereiht',
  cause: 'Durch',
  causes: { clock: 'die Uhr', hand: 'Hand' },
  job: 'Job',
  pause: 'Pausieren',
  resume: 'Fortsetzen',
  runNow: 'Jetzt ausführen',
  pausedNow: (name: string) =>
    `${name} ist pausiert: Termine vergehen ohne Job, bis er fortgesetzt wird.`,
  pausedAlready: (name: string) => `${name} war schon pausiert.`,
  resumed: (name: string) =>
    `${name} geht mit dem nächsten Termin weiter. Vergangene werden nicht nachgeholt.`,
  resumedAlready: (name: string) => `${name} war nicht pausiert.`,
  ran: (name: string) => `Der Job von ${name} ist in seiner Warteschlange.`,
  notRun: (name: string) =>
    `Nichts wurde eingereiht: Ein Job von ${name} wartet oder läuft schon, und nur einer darf.`,
  gone: (name: string) => `Kein Programm legt ${name} mehr fest; nichts wurde eingereiht.`,
  unknown: (name: string) => `Kein regelmäßiger Job heißt „${name}“.`,
  more: 'Nur die ersten hundert werden gezeigt.',
}
