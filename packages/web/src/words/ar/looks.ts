import type { WordsLike } from '../../language/catalogue.tsx'
import type { looks as english } from '../en/looks.ts'

export const looks: WordsLike<typeof english> = {
  unrecordedTitle: 'لا يُعرض شيء',
  unrecordedNote:
    'يُسجَّل كل من يطّلع على مهام الآخرين، وهذا غير ممكن الآن. يُرجى المحاولة مجددًا بعد دقيقة؛ السبب مدوَّن في سجل الخادم.',
}
