import type { WordsLike } from '../../language/catalogue.tsx'
import type { settings as english } from '../en/settings.ts'

export const settings: WordsLike<typeof english> = {
  title: 'Einstellungen',
  note: 'Wie dieser Browser die Konsole zeigt. Für andere ändert sich nichts.',
  saved: 'Für diesen Browser gespeichert.',
  time: 'Zeiten',
  times: { utc: 'UTC', local: 'In der Zeitzone darunter', relative: 'Als Abstände: vor 5 min' },
  zone: 'Zeitzone',
  zoneHint: 'Ein Name wie Europe/Berlin. Leer heißt UTC.',
  theme: 'Farben',
  themes: { auto: 'Wie im System', light: 'Hell', dark: 'Dunkel' },
  rows: 'Zeilen je Seite',
  shortcuts: 'Tastenkürzel',
  shortcutsHint: 'Einzelne Buchstaben, etwa j für die nächste Zeile; ? zeigt alle.',
  onOff: { off: 'Aus', on: 'An' },
  save: 'Speichern',
}
