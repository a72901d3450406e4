import type { WordsLike } from '../../language/catalogue.tsx'
import type { many as english } from '../en/many.ts'

export const many: WordsLike<typeof english> = {
  kill: 'إنهاء',
  killed: 'نُقلت إلى المهام الميتة',
  jobsOfQueue: (queue: string) => `مهام الطابور ${queue}`,
  deleteFromQueue: (queue: string) => `هل تُحذف كل المهام المطابقة في الطابور ${queue}؟`,
  deleteFound: 'حذف كل المطابق',
  queueEffect: 'لن تعمل. ويمكن خلال 24 ساعة إعادتها إلى نهاية الطابور.',
  putBackAtEnd: 'يمكن إعادة المهام المحذوفة إلى نهاية طابورها بترتيبها القديم.',
}
