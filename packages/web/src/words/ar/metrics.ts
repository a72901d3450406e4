import { isolate } from '../../language/bidi.ts'
import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { metrics as english } from '../en/metrics.ts'

export const metrics: WordsLike<typeof english> = {
  olderProcesses:
    'يكتب Sidekiq هذه الأرقام منذ الإصدار 7؛ ولا تظهر هنا عمليات التنفيذ في الإصدارات الأقدم.',
  nothingRan: 'لم يُنفَّذ شيء.',
  note: ({ runs, classes, failed, work }) =>
    `${runs} في ${classes}، فشل منها ${failed}، ومدة العمل ${work}.`,
  runs: (count) =>
    forms(count, {
      one: 'تنفيذ واحد',
      two: 'تنفيذان',
      few: '# تنفيذات',
      many: '# تنفيذًا',
      other: '# تنفيذ',
    }),
  classes: (count) =>
    forms(count, {
      one: 'صنف واحد',
      two: 'صنفين',
      few: '# أصناف',
      many: '# صنفًا',
      other: '# صنف',
    }),
  period: 'الفترة',
  periods: { '1h': 'ساعة واحدة', '8h': '8 ساعات', '24h': '24 ساعة', '72h': '72 ساعة' },
  last: { '1h': 'آخر ساعة', '8h': 'آخر 8 ساعات', '24h': 'آخر 24 ساعة', '72h': 'آخر 72 ساعة' },
  class: 'الصنف',
  filter: 'تصفية',
  noRuns: (last) => `لم تنتهِ أي مهمة في ${last}.`,
  noRunsLike: (filter, last) => `لم يُنفَّذ صنف يحتوي «${isolate(filter)}» في ${last}.`,
  noRunsOfClass: (last) => `لم تنتهِ أي مهمة من هذا الصنف في ${last}.`,
  showAll: 'عرض كل الأصناف',
  workEachMinute: 'ثواني العمل في كل دقيقة',
  workEveryTenMinutes: 'ثواني العمل كل عشر دقائق',
  workChart: (last, count) => `ثواني العمل في ${last}، لأكثر ${count} أصناف نشاطًا`,
  caption: (last) => `أصناف المهام في ${last}`,
  deploys: 'عمليات النشر (بخط منقط):',
  moreClasses: (count) =>
    forms(count, {
      one: 'تعثر التصفية على صنف آخر.',
      two: 'تعثر التصفية على صنفين آخرين.',
      few: 'تعثر التصفية على # أصناف أخرى.',
      many: 'تعثر التصفية على # صنفًا آخر.',
      other: 'تعثر التصفية على # صنف آخر.',
    }),
  about:
    'الأوقات ووسيطاتها للتنفيذات الناجحة؛ ومدد الانتظار من عمليات Howdah، أما عمليات Ruby فلا تسجلها.',
  columns: {
    done: 'المنجز',
    failed: 'الفاشل',
    average: 'المتوسط',
    p50: 'p50',
    p95: 'p95',
    p99: 'p99',
    waitP50: 'الانتظار p50',
    waitP95: 'الانتظار p95',
  },
  titleOf: (name) => `مقاييس ${isolate(name)}`,
  numbers: 'الأرقام',
  timeInAll: 'الوقت الإجمالي',
  byLength: 'التنفيذات الناجحة حسب مدتها',
  byLengthCaption: 'التنفيذات التي استغرقت حتى هذه المدة',
  slow: 'أطول',
  itsRetries: 'إعادات محاولته',
  itsDead: 'مهامه الميتة',
  averageRunTime: 'متوسط مدة التنفيذ',
  averageChart: (last) => `متوسط مدة التنفيذ في ${last}`,
  seriesCaption: 'أرقام الرسم البياني، الأحدث أولًا',
  from: 'من',
}
