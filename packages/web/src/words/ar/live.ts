import type { WordsLike } from '../../language/catalogue.tsx'
import type { live as english } from '../en/live.ts'

export const live: WordsLike<typeof english> = {
  pause: 'إيقاف التحديثات مؤقتًا',
  resume: 'استئناف التحديثات',
  paused: 'التحديثات موقوفة مؤقتًا',
  whileSelected: 'التحديثات موقوفة ما دامت هناك صفوف محددة',
  away: 'لا يستجيب Redis؛ هذه آخر حالة معروفة',
  every: (seconds) => `تحديث كل ${seconds} ث`,
  live: 'مباشر',
  off: 'التحديثات معطّلة',
  newRows: {
    zero: '# صف جديد: عرض',
    one: 'صف جديد واحد: عرض',
    two: 'صفان جديدان: عرض',
    few: '# صفوف جديدة: عرض',
    many: '# صفًا جديدًا: عرض',
    other: '# صف جديد: عرض',
  },
  copied: 'نُسخ',
}
