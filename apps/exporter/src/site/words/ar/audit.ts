import type { WordsLike } from '@howdah/web/views'
import { isolate } from '../../../mail/words/isolate.ts'
import type { audit as english } from '../en/audit.ts'

export const audit: WordsLike<typeof english> = {
  title: 'سجل التدقيق',
  note: 'ما فعله الناس وما اطلعوا عليه، الأحدث أولًا. لا يُغيَّر منه شيء أبدًا.',
  csv: 'CSV',
  caption: 'مدخلات سجل التدقيق، الأحدث أولًا',
  nothingHere: 'لا شيء في هذا الجزء؛ تابع البحث فيما هو أقدم.',
  none: 'لا مدخلات',
  noneNote: 'تظهر هنا الطلبات والإلغاءات وتغييرات الإعدادات والاطلاع على ما يخص الآخرين.',
  pages: 'صفحات سجل التدقيق',
  newest: 'الأحدث',
  goOn: 'متابعة البحث',
  older: 'الأقدم',
  columns: {
    when: 'متى',
    who: 'من',
    what: 'ماذا',
    to: 'لمن',
    reason: 'السبب',
    result: 'النتيجة',
    detail: 'التفاصيل',
  },
  onPage: (path) => `في ${isolate(path)}`,
  filters: {
    who: 'من',
    whoHint: '@name',
    what: 'ماذا',
    target: 'لمن أو على ماذا',
    targetHint: `${isolate('@name')} أو ${isolate('export 12')} أو ${isolate('jid')}`,
    result: 'النتيجة',
    results: { done: 'نُفّذ', refused: 'لم يُنفَّذ' },
    from: 'من (UTC)',
    to: 'إلى (UTC)',
    search: 'بحث',
    searchHint: 'أي جزء من السطر',
    any: 'الكل',
    apply: 'تطبيق',
    clear: 'مسح',
  },
}
