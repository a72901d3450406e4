import type { WordsLike } from '../../language/catalogue.tsx'
import type { profiles as english } from '../en/profiles.ts'

export const profiles: WordsLike<typeof english> = {
  note: 'فيمَ قضت عمليات تشغيل مفردة وقتها. تُحفظ يومًا واحدًا.',
  none: 'لم يُسجَّل أي تشغيل في اليوم الماضي.',
  noneMore: 'ادفع مهمة بالخيار «profile» من Ruby أو TypeScript.',
  created: 'سُجّل',
  class: 'الصنف',
  job: 'المهمة',
  token: 'الرمز',
  size: 'الحجم',
  took: 'استغرق',
  download: 'تنزيل',
  how: 'افتح الملف في profiler.firefox.com، وتفتح أدوات المطورين في Chrome ملف عملية Node.js بعد فك ضغطه. لا يُرسل شيء من هنا إلى أي مكان.',
  gone: 'لم يعد هذا الملف موجودًا؛ تُحفظ الملفات يومًا واحدًا.',
  more: 'يُعرض الأحدث فقط.',
}
