import type { WordsLike } from '@howdah/web/views'
import type { numbers as english } from '../en/numbers.ts'

export const numbers: WordsLike<typeof english> = {
  title: 'عمليات التصدير بالأرقام',
  note: 'عمليات التصدير التي انتهت في آخر 30 يومًا. الأيام بتوقيت UTC.',
  none: 'لم تنتهِ أي عملية تصدير في هذه المدة.',
  outcomes: 'عمليات التصدير حسب النتيجة',
  done: 'تمت',
  cancelled: 'أُلغيت',
  failed: 'فشلت',
  day: 'اليوم',
  sizes: 'الأرشيفات حسب الحجم',
  upTo: 'حتى',
  larger: 'أكبر',
  archives: 'الأرشيفات',
  times: 'الوقت من الطلب إلى الأرشيف',
  overall: (p50, p95) => `نصفها كان جاهزًا خلال ${p50}، و95 % خلال ${p95}.`,
  p50: 'p50',
  p95: 'p95',
  asTable: 'الأمر نفسه في جدول',
}
