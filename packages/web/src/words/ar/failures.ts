import type { WordsLike } from '../../language/catalogue.tsx'
import type { failures as english } from '../en/failures.ts'

export const failures: WordsLike<typeof english> = {
  looked: (retries, dead) => `فُحصت ${retries} و${dead}.`,
  all: (what) => what,
  part: (seen, what) => `${seen} من ${what} (الأحدث موعدًا أولًا)`,
  nothing: 'لا يوجد فشل ما زال ينتظر إعادة المحاولة أو صار ميتًا.',
  caption: 'الإخفاقات حسب الخطأ',
  note: 'يُحسب آخر فشل لكل مهمة. المهام التي نجحت لاحقًا ليست هنا؛ وفي «المقاييس» أعداد كل التنفيذات الفاشلة.',
  where: 'المكان',
  spans: { '1h': 'آخر ساعة', '24h': 'آخر يوم', '7d': 'آخر أسبوع' },
  inAll: 'المجموع',
  last: 'الأخير',
  noClass: 'بلا صنف',
}
