import type { WordsLike } from '../../language/catalogue.tsx'
import type { shortcuts as english } from '../en/shortcuts.ts'

export const shortcuts: WordsLike<typeof english> = {
  title: 'اختصارات لوحة المفاتيح',
  close: 'إغلاق',
  keys: {
    '?': 'عرض هذه المساعدة',
    '/': 'بحث',
    j: 'الصف التالي',
    k: 'الصف السابق',
    x: 'تحديد الصف',
    Enter: 'فتح الصف',
    '.': 'إيقاف التحديثات مؤقتًا أو استئنافها',
  },
}
