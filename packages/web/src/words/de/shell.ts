import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { shell as english } from '../en/shell.ts'

export const shell: WordsLike<typeof english> = {
  console: 'Konsole',
  databases: 'Datenbanken',
  readOnly: 'nur lesen',
  asOf: (moment) => `Stand: ${moment}`,
  selectedRows: 'Ausgewählte Zeilen',
  selectedRowsHint: 'Ausgewählte Zeilen:',
  pagesOf: (noun) => `Seiten: ${noun}`,
  rangeOf: (range, total, noun) => `${noun}: ${range} von ${total}`,
  previous: 'Zurück',
  next: 'Weiter',
  cut: 'Hier gekürzt; auf der Seite des Jobs steht alles.',
  cutWhole: 'Hier gekürzt; der ganze Job als Text',
  noBacktrace:
    'Es wurde kein Backtrace behalten; Jobs behalten einen, wenn ihre Klasse es verlangt.',
  applicationLines: 'Zeilen der Anwendung',
  allLines: (count) =>
    forms(count, { one: 'Die # Zeile des Backtrace', other: 'Alle # Zeilen des Backtrace' }),
  nothingProcessed: 'In dieser Zeit wurde kein Job verarbeitet.',
  daysChart: (total, highest) => `${total} Jobs verarbeitet, höchstens ${highest} an einem Tag`,
  dayBar: (day, processed, failed) => `${day}: ${processed} verarbeitet, ${failed} gescheitert`,
  daysTable: 'Verarbeitete und gescheiterte Jobs nach Tagen (UTC), neueste zuerst',
  day: 'Tag',
  processed: 'Verarbeitet',
  failed: 'Gescheitert',
  ofTheseFailed: 'davon gescheitert',
  upTo: 'Bis zu',
  runs: 'Läufe',
  spark: (label, now, highest) => `${label}: jetzt ${now}, höchstens ${highest}`,
  notAJob: 'Kein Job',
  member: 'Mitglied',
  thisExport: 'Dieser Export',
  noError: 'Es ist kein Fehler verzeichnet',
  errorClass: 'Fehlerklasse',
  firstFailed: 'Zuerst gescheitert',
  lastFailed: 'Zuletzt gescheitert',
  failedFromTo: (first, last) => `Zuerst gescheitert: ${first}, zuletzt: ${last}`,
  unknownTime: 'zu unbekannter Zeit',
}
