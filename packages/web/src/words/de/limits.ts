import { forms } from '../../language/catalogue.tsx'
import type { WordsLike } from '../../language/catalogue.tsx'
import type { limits as english } from '../en/limits.ts'

export const limits: WordsLike<typeof english> = {
  note: 'Wie viele Jobs einer Klasse oder einer Warteschlange gleichzeitig laufen, über alle Prozesse.',
  none: 'Es gibt keine Grenze.',
  noneMore:
    'Eine Grenze erscheint, wenn ein Prozess gelaufen ist, der sie festlegt, oder wenn jemand sie unter ihrem Namen setzt.',
  more: (count: number) =>
    forms(count, {
      one: '# weitere Grenze wird nicht gezeigt.',
      other: '# weitere Grenzen werden nicht gezeigt.',
    }),
  limit: 'Grenze',
  running: 'Läuft',
  perKey: 'Je Schlüssel',
  waiting: 'Wartet',
  decides: 'Wer bestimmt',
  code: 'Der Code',
  byHand: 'Hier gesetzt',
  nobody: 'Kein Prozess mehr',
  of: (held: string, total: string) => `${held} von ${total}`,
  any: 'beliebig viele',
  stopped: 'Angehalten',
  full: 'Voll',
  sets: 'Was sie begrenzt',
  saysCode: 'Der Code sagt',
  rule: (total: string, perKey: string) =>
    `${total} gleichzeitig, ${perKey} mit demselben Schlüssel`,
  queue: 'Warteschlange',
  metrics: 'Kennzahlen',
  holders: 'Wer einen Platz hat',
  holdersNone: 'Niemand hat einen Platz.',
  holdersSome: (count: number) =>
    forms(count, { one: '# weiterer hat einen.', other: '# weitere haben einen.' }),
  waits: 'Was auf einen Platz wartet',
  waitsNone: 'Nichts wartet auf einen Platz.',
  jobs: 'Jobs',
  job: 'Job',
  key: 'Schlüssel',
  process: 'Prozess',
  woken: (when: string) => `${when} geweckt, beginnt gleich`,
  since: 'Wartet seit',
  change: 'Ändern',
  changeNote:
    'Es gilt sofort, in allen Prozessen. Was läuft, läuft weiter; was nun Platz hat, beginnt. Leer: wie der Code es sagt; 0: nichts Neues beginnt.',
  total: 'Gleichzeitig',
  totalPerKey: 'Gleichzeitig mit demselben Schlüssel',
  save: 'Setzen',
  wrong: 'Eine Grenze ist eine ganze Zahl ab 0, oder leer.',
  saved: (name: string, woken: number) =>
    `Die Grenze ${name} ist gesetzt. ${forms(woken, { one: '# wartender Job darf beginnen.', other: '# wartende Jobs dürfen beginnen.' })}`,
  reset: 'Den Code bestimmen lassen…',
  resetQuestion: (name: string) => `Soll über ${name} wieder der Code bestimmen?`,
  resetNote: (rule: string) =>
    `Was hier gesetzt wurde, wird vergessen. Der Code sagt: ${rule}. Laufende Jobs laufen weiter.`,
  resetNobody:
    'Was hier gesetzt wurde, wird vergessen. Kein Prozess legt diese Grenze mehr fest, ihre Jobs laufen dann frei.',
  resetButton: 'Den Code bestimmen lassen',
  keep: 'Es dabei belassen',
  resetDone: (name: string, woken: number) =>
    `Über ${name} bestimmt wieder der Code. ${forms(woken, { one: '# wartender Job darf beginnen.', other: '# wartende Jobs dürfen beginnen.' })}`,
  resetNothing: (name: string) => `Für ${name} war nichts gesetzt; der Code bestimmt schon.`,
  unknown: (name: string) => `Keine Grenze heißt „${name}“.`,
}
