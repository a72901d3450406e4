import { isolate } from '../../language/bidi.ts'
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
  pages: {
    dashboard: 'لوحة المعلومات',
    queues: 'الطوابير',
    scheduled: 'المجدولة',
    retries: 'إعادات المحاولة',
    dead: 'الميتة',
    busy: 'قيد التنفيذ',
    metrics: 'المقاييس',
    failures: 'الإخفاقات',
    search: 'البحث',
    operations: 'الإجراءات الجماعية',
  },
  jobs: (count) =>
    forms(count, {
      zero: '# مهمة',
      one: 'مهمة واحدة',
      two: 'مهمتان',
      few: '# مهام',
      many: '# مهمة',
      other: '# مهمة',
    }),
  jobsNoun: 'المهام',
  processes: (count) =>
    forms(count, {
      zero: '# عملية',
      one: 'عملية واحدة',
      two: 'عمليتان',
      few: '# عمليات',
      many: '# عملية',
      other: '# عملية',
    }),
  threads: (count) =>
    forms(count, {
      zero: '# خيط',
      one: 'خيط واحد',
      two: 'خيطان',
      few: '# خيوط',
      many: '# خيطًا',
      other: '# خيط',
    }),
  partOf: (part, whole) => `${part} من ${whole}`,
  perMinute: (count) => `${count}/د`,
  columns: {
    job: 'المهمة',
    arguments: 'الوسائط',
    queue: 'الطابور',
    attempts: 'المحاولات',
    actions: 'الإجراءات',
    select: 'تحديد',
    error: 'الخطأ',
    errorMessage: 'رسالة الخطأ',
    state: 'الحالة',
  },
  selectRow: (name) => `تحديد ${isolate(name)}`,
  delete: 'حذف',
  cancel: 'إلغاء',
  copy: 'نسخ',
  sameAsTable: 'البيانات نفسها في جدول',
  noSuchPage: 'لم تعد هذه الصفحة موجودة.',
  toFirstPage: 'العودة إلى الصفحة الأولى',
}
