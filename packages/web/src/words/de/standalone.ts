import type { WordsLike } from '../../language/catalogue.tsx'
import type { standalone as english } from '../en/standalone.ts'

export const standalone: WordsLike<typeof english> = {
  openAs: (address) => `Öffnen Sie diese Konsole als ${address}.`,
  passwordNeeded: 'Ein Passwort wird benötigt.',
}
