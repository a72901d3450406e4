import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { metrics as english } from '../en/metrics.ts'

export const metrics: WordsLike<typeof english> = {
  olderProcesses:
    'Sidekiq schreibt diese Zahlen seit Version 7; Läufe älterer Prozesse fehlen hier.',
  nothingRan: 'Nichts ist gelaufen.',
  note: ({ runs, classes, failed, work }) =>
    `${runs} von ${classes}, ${failed} gescheitert, ${work} Arbeit.`,
  runs: (count) => forms(count, { one: '# Lauf', other: '# Läufe' }),
  classes: (count) => forms(count, { one: '# Klasse', other: '# Klassen' }),
  period: 'Zeitraum',
  periods: { '1h': '1 Stunde', '8h': '8 Stunden', '24h': '24 Stunden', '72h': '72 Stunden' },
  last: {
    '1h': 'der letzten Stunde',
    '8h': 'den letzten 8 Stunden',
    '24h': 'den letzten 24 Stunden',
    '72h': 'den letzten 72 Stunden',
  },
  class: 'Klasse',
  filter: 'Filtern',
  noRuns: (last) => `In ${last} wurde kein Job fertig.`,
  noRunsLike: (filter, last) => `In ${last} lief keine Klasse mit „${filter}“.`,
  noRunsOfClass: (last) => `In ${last} wurde kein Job dieser Klasse fertig.`,
  showAll: 'Alle Klassen zeigen',
  workEachMinute: 'Sekunden Arbeit je Minute',
  workEveryTenMinutes: 'Sekunden Arbeit je zehn Minuten',
  workChart: (last, count) => `Sekunden Arbeit in ${last}, die ${count} fleißigsten Klassen`,
  caption: (last) => `Job-Klassen in ${last}`,
  deploys: 'Deploys (gepunktet):',
  moreClasses: (count) =>
    forms(count, {
      one: '# weitere Klasse findet der Filter.',
      other: '# weitere Klassen findet der Filter.',
    }),
  about:
    'Zeiten und ihre Mediane sind die gelungener Läufe; Wartezeiten kommen von Howdahs Prozessen, die von Ruby schreiben keine.',
  columns: {
    done: 'Fertig',
    failed: 'Gescheitert',
    average: 'Mittel',
    p50: 'p50',
    p95: 'p95',
    p99: 'p99',
    waitP50: 'Warten p50',
    waitP95: 'Warten p95',
  },
  titleOf: (name) => `Metriken von ${name}`,
  numbers: 'Zahlen',
  timeInAll: 'Zeit insgesamt',
  byLength: 'Gelungene Läufe nach Dauer',
  byLengthCaption: 'Läufe, die bis zu so lange dauerten',
  slow: 'Länger',
  itsRetries: 'Ihre Wiederholungen',
  itsDead: 'Ihre toten Jobs',
  averageRunTime: 'Mittlere Laufzeit',
  averageChart: (last) => `Mittlere Laufzeit in ${last}`,
  seriesCaption: 'Die Zahlen des Diagramms, neueste zuerst',
  from: 'Ab',
}
