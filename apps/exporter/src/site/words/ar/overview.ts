import type { WordsLike } from '@howdah/web/views'
import type { overview as english } from '../en/overview.ts'

export const overview: WordsLike<typeof english> = {
  title: 'الإدارة',
  note: 'ما يحتاج إلى انتباه الآن.',
  cards: 'لمحة سريعة',
  attention: 'عمليات تصدير تحتاج إلى انتباه',
  attentionNote: 'فاشلة أو عالقة',
  failed: 'فشلت خلال 24 ساعة',
  failedNote: 'عمليات تصدير توقفت محاولاتها',
  unserved: 'طوابير بلا عمّال',
  unservedNote: (names) => `لا أحد يعالج ${names}`,
  served: 'لكل طابور فيه مهام عمّال',
  disk: 'المساحة الحرة',
  diskNote: 'حيث تُحفظ الأرشيفات',
  unlimited: 'بلا حد',
  unlimitedNote: 'الأرشيفات في حاوية تخزين',
  unknown: 'غير معروف',
  unknownNote: 'لا يجيب Redis',
}
