import type { WordsLike } from '../../language/catalogue.tsx'
import type { looks as english } from '../en/looks.ts'

export const looks: WordsLike<typeof english> = {
  unrecordedTitle: 'Es wird nichts gezeigt',
  unrecordedNote:
    'Wer die Jobs anderer ansieht, wird festgehalten, und das ist gerade nicht möglich. Bitte in einer Minute noch einmal versuchen; der Grund steht im Protokoll des Servers.',
}
