import { isolate } from '../../language/bidi.ts'
import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { shell as english } from '../en/shell.ts'

export const shell: WordsLike<typeof english> = {
  console: 'وحدة التحكم',
  databases: 'قواعد البيانات',
  readOnly: 'للقراءة فقط',
  asOf: (moment) => `حتى ${isolate(moment)}`,
  selectedRows: 'الصفوف المحددة',
  selectedRowsHint: 'الصفوف المحددة:',
  pagesOf: (noun) => `صفحات: ${noun}`,
  rangeOf: (range, total, noun) => `${noun}: ${isolate(range)} من ${total}`,
  previous: 'السابق',
  next: 'التالي',
  cut: 'قُطع النص هنا؛ تعرضه صفحة المهمة كاملًا.',
  noBacktrace: 'لم يُحفظ أي تتبع للمكدس؛ تحفظه المهام عندما يطلبه صنفها.',
  applicationLines: 'أسطر التطبيق',
  allLines: (count) =>
    forms(count, {
      zero: 'تتبع المكدس كاملًا: # سطر',
      one: 'تتبع المكدس كاملًا: سطر واحد',
      two: 'تتبع المكدس كاملًا: سطران',
      few: 'تتبع المكدس كاملًا: # أسطر',
      many: 'تتبع المكدس كاملًا: # سطرًا',
      other: 'تتبع المكدس كاملًا: # سطر',
    }),
  nothingProcessed: 'لم تُعالَج أي مهمة في هذه المدة.',
  daysChart: (total, highest) => `المهام المعالجة: ${total}، والحد الأقصى في اليوم: ${highest}`,
  dayBar: (day, processed, failed) => `${isolate(day)}: معالَجة ${processed}، فاشلة ${failed}`,
  daysTable: 'المهام المعالجة والفاشلة حسب اليوم (UTC)، الأحدث أولًا',
  day: 'اليوم',
  processed: 'المعالَجة',
  failed: 'الفاشلة',
  ofTheseFailed: 'منها فاشلة',
  upTo: 'حتى',
  runs: 'مرات التنفيذ',
  spark: (label, now, highest) => `${label}: الآن ${now}، والحد الأقصى ${highest}`,
  notAJob: 'ليست مهمة',
  member: 'العضو',
  thisExport: 'هذا التصدير',
  noError: 'لا يوجد خطأ مسجَّل',
  errorClass: 'صنف الخطأ',
  firstFailed: 'أول فشل',
  lastFailed: 'آخر فشل',
  failedFromTo: (first, last) => `أول فشل: ${isolate(first)}، وآخر فشل: ${isolate(last)}`,
  unknownTime: 'في وقت غير معروف',
}
