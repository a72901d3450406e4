import type { WordsLike } from '../../language/catalogue.tsx'
import type { measures as english } from '../en/measures.ts'

export const measures: WordsLike<typeof english> = {
  lines: 'الخط',
  draw: 'ارسم المحدد',
  drawHint: 'خمسة على الأكثر. دون تحديد تُرسم الخمسة الأكثر استهلاكًا للوقت.',
  line: (name: string) => `ارسم ${name}`,
  failShare: 'الفشل %',
  total: 'المجموع',
  average: 'المتوسط',
  waitP95: 'الانتظار p95',
  trend: 'الاتجاه',
  oursOnly: 'في المدد الطويلة تخص القيم الوسيطة عمليات Howdah؛ فمدرجات Ruby تُحفظ 8 ساعات.',
  slowest: 'أبطأ مرات التشغيل',
  slowestNote:
    'أبطأ عشرين شغّلتها عمليات Howdah؛ من كل ساعة، أو من كل يوم في المدد الطويلة، تُعرف عشرون. عمليات Ruby لا تكتب هذا.',
  slowestNone: 'لم تشغّل أي عملية من Howdah هذا الصنف في هذه المدة.',
  job: 'المهمة',
  took: 'استغرقت',
  ended: 'انتهت',
  result: 'النتيجة',
  done: 'تمت',
  failed: 'فشلت',
  errors: 'الأخطاء حسب الصنف',
  errorsNote: 'من مرات التشغيل في عمليات Howdah، بالساعات الكاملة. كل منها بحث في الإعادات والميتة.',
  errorsNone: 'لم يفشل أي تشغيل لهذا الصنف في عمليات Howdah.',
  error: 'الخطأ',
  runs: 'مرات التشغيل',
  retries: 'في الإعادات',
  dead: 'في الميتة',
  limit: 'حدّه',
  ofTab: (tab: string) => `${tab} بالأرقام`,
}
