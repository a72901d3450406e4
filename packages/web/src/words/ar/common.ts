import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { common as english } from '../en/common.ts'

export const common: WordsLike<typeof english> = {
  units: { second: 'ث', minute: 'د', hour: 'س', day: 'ي', ms: 'م.ث' },
  justNow: 'الآن',
  in: (distance) => `بعد ${distance}`,
  ago: (distance) => `قبل ${distance}`,
  days: (count) =>
    forms(count, {
      zero: '# يوم',
      one: 'يوم واحد',
      two: 'يومين',
      few: '# أيام',
      many: '# يومًا',
      other: '# يوم',
    }),
  states: {
    pending: 'في الانتظار',
    scheduled: 'مجدول',
    running: 'قيد التنفيذ',
    retrying: 'إعادة المحاولة',
    failed: 'فشل',
    stuck: 'عالق',
    done: 'مكتمل',
    expired: 'منتهي الصلاحية',
    cancelled: 'ملغى',
  },
  skipToContent: 'انتقل إلى المحتوى',
}
