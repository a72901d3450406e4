import type { WordsLike } from '../../language/catalogue.tsx'
import type { standalone as english } from '../en/standalone.ts'

export const standalone: WordsLike<typeof english> = {
  openAs: (address) => `Abra esta consola como ${address}.`,
  passwordNeeded: 'Se necesita una contraseña.',
}
