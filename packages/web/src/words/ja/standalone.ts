import type { WordsLike } from '../../language/catalogue.tsx'
import type { standalone as english } from '../en/standalone.ts'

export const standalone: WordsLike<typeof english> = {
  openAs: (address) => `このコンソールは ${address} で開いてください。`,
  passwordNeeded: 'パスワードが必要です。',
}
