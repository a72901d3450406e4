import { forms, isolate, type WordsLike } from '@howdah/web/views'
import type { doctor as english } from '../en/doctor.ts'

export const doctor: WordsLike<typeof english> = {
  title: 'الفحص',
  note: `مثل ${isolate('howdah doctor')} في سطر الأوامر.`,
  again: 'إعادة الفحص',
  caption: 'الفحوص، ما فيه خلل أولًا',
  columns: { state: 'الحالة', check: 'الفحص', found: 'النتيجة' },
  states: { ok: 'سليم', warning: 'تحذير', error: 'خطأ', unknown: 'غير معروف' },
  looksAt: 'ما الذي ينظر فيه',
  summary: (checks, counts) => `عدد الفحوص ${checks}: ${counts}.`,
  allWell: 'كل شيء سليم',
  counts: {
    error: (count) =>
      forms(count, { one: 'خطأ واحد', two: 'خطآن', few: '# أخطاء', other: '# خطأ' }),
    warning: (count) =>
      forms(count, {
        one: 'تحذير واحد',
        two: 'تحذيران',
        few: '# تحذيرات',
        many: '# تحذيرًا',
        other: '# تحذير',
      }),
    unknown: (count) => `لم يُنظر في ${count}`,
  },
  failed: (reason) => `لم ينجح ذلك: ${isolate(reason)}.`,
}
