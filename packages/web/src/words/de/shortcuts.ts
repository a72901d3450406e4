import type { WordsLike } from '../../language/catalogue.tsx'
import type { shortcuts as english } from '../en/shortcuts.ts'

export const shortcuts: WordsLike<typeof english> = {
  title: 'Tastenkürzel',
  close: 'Schließen',
  keys: {
    '?': 'Diese Hilfe zeigen',
    '/': 'Suchen',
    j: 'Nächste Zeile',
    k: 'Vorige Zeile',
    x: 'Zeile auswählen',
    Enter: 'Zeile öffnen',
    '.': 'Aktualisierung anhalten oder fortsetzen',
  },
}
