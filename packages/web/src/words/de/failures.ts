import type { WordsLike } from '../../language/catalogue.tsx'
import type { failures as english } from '../en/failures.ts'

export const failures: WordsLike<typeof english> = {
  looked: (retries, dead) => `Angesehen: ${retries} und ${dead}.`,
  all: (what) => what,
  part: (seen, what) => `${seen} von ${what}, die spätesten Zeiten zuerst`,
  nothing: 'Nichts ist gescheitert, das noch auf eine Wiederholung wartet oder tot ist.',
  caption: 'Fehlschläge nach Fehler',
  note: 'Gezählt nach dem letzten Fehlschlag jedes Jobs. Jobs, die später gelangen, stehen nicht hier; „Metriken“ hat die Zahlen aller gescheiterten Läufe.',
  where: 'Wo',
  spans: { '1h': 'Letzte Stunde', '24h': 'Letzter Tag', '7d': 'Letzte Woche' },
  inAll: 'Insgesamt',
  last: 'Zuletzt',
  noClass: 'Ohne Klasse',
}
