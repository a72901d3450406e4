import { forms } from '../../language/catalogue.tsx'
import type { WordsLike } from '../../language/catalogue.tsx'
import type { many as english } from '../en/many.ts'

export const many: WordsLike<typeof english> = {
  kill: 'إنهاء',
  killSelected: 'إنهاء المحدَّد',
  killAll: (count: string) => `إنهاء الكل (${count})`,
  killAllQuestion: (count: number) =>
    forms(count, {
      zero: 'هل تُنهى # مهمة؟',
      one: 'هل تُنهى مهمة واحدة؟',
      two: 'هل تُنهى مهمتان؟',
      few: 'هل تُنهى # مهام؟',
      many: 'هل تُنهى # مهمة؟',
      other: 'هل تُنهى # مهمة؟',
    }),
  killFound: 'إنهاء كل المطابق',
  killEffect:
    'تنتقل إلى المهام الميتة التي تحتفظ بـ 10٬000 على الأكثر، ولا تعمل إلا إذا أُعيدت محاولتها هناك.',
  killed: 'نُقلت إلى المهام الميتة',
  jobsOfQueue: (queue: string) => `مهام الطابور ${queue}`,
  deleteFromQueue: (queue: string) => `هل تُحذف كل المهام المطابقة في الطابور ${queue}؟`,
  deleteFound: 'حذف كل المطابق',
  queueEffect: 'لن تعمل. ويمكن خلال 24 ساعة إعادتها إلى نهاية الطابور.',
  putBackAtEnd: 'يمكن إعادة المهام المحذوفة إلى نهاية طابورها بترتيبها القديم.',
}
