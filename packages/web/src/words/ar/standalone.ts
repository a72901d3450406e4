import type { WordsLike } from '../../language/catalogue.tsx'
import type { standalone as english } from '../en/standalone.ts'

export const standalone: WordsLike<typeof english> = {
  openAs: (address) => `افتح وحدة التحكم هذه على ${address}.`,
  passwordNeeded: 'كلمة المرور مطلوبة.',
}
