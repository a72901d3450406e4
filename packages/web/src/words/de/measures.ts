import type { WordsLike } from '../../language/catalogue.tsx'
import type { measures as english } from '../en/measures.ts'

export const measures: WordsLike<typeof english> = {
  lines: 'Linie',
  draw: 'Ausgewählte zeichnen',
  drawHint:
    'Höchstens fünf. Ohne Auswahl werden die fünf gezeichnet, die am meisten Zeit brauchten.',
  line: (name: string) => `${name} zeichnen`,
  failShare: 'Fehler %',
  total: 'Gesamt',
  average: 'Mittel',
  waitP95: 'Wartezeit p95',
  trend: 'Verlauf',
  oursOnly:
    'Über so lange Zeit sind die Mediane die von Howdahs Prozessen; Rubys Histogramme leben 8 Stunden.',
  slowest: 'Langsamste Läufe',
  slowestNote:
    'Die zwanzig langsamsten, die Howdahs Prozesse ausführten; je Stunde, für lange Zeiträume je Tag, sind zwanzig bekannt. Rubys Prozesse schreiben das nicht.',
  slowestNone: 'Kein Prozess von Howdah führte diese Klasse in dieser Zeit aus.',
  job: 'Job',
  took: 'Dauer',
  ended: 'Ende',
  result: 'Ergebnis',
  done: 'Erledigt',
  failed: 'Fehlgeschlagen',
  errors: 'Fehler nach Klasse',
  errorsNote:
    'Von Läufen in Howdahs Prozessen, in ganzen Stunden. Jeder ist eine Suche in den Wiederholungen und den Toten.',
  errorsNone: 'Kein Lauf dieser Klasse in Howdahs Prozessen schlug fehl.',
  error: 'Fehler',
  runs: 'Läufe',
  retries: 'in Wiederholungen',
  dead: 'in Toten',
  limit: 'Ihre Grenze',
  ofTab: (tab: string) => `${tab} in Zahlen`,
}
