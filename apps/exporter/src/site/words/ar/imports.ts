import type { WordsLike } from '@howdah/web/views'
import type { imports as english } from '../en/imports.ts'

export const imports: WordsLike<typeof english> = {
  tabs: { label: 'الاستيراد والتصدير', export: 'تصدير البيانات', import: 'استيراد' },
  note: 'تُقرأ هنا قوائم خادم آخر، وتُقرأ قوائمك هناك.',
  title: 'استيراد قائمة',
  how: 'ملفات CSV في تصدير الانتقال، وتلك التي تحت تصدير البيانات، هي ما يقرؤه استيراد ماستودون: من تتابعهم ومن كتمتهم ومن حظرتهم والنطاقات المحظورة والعلامات المرجعية والقوائم. يفحص ماستودون الملف ويعرض ما فهمه، ويبدأ حين تطلب ذلك.',
  modes: 'الدمج يبقي الموجود ويضيف الجديد، والاستبدال يحل محله.',
  open: (domain) => `استورد على ${domain}`,
  recent: 'آخر عمليات الاستيراد',
  none: 'لا استيراد في الأيام الأخيرة',
  noneNote: 'يحتفظ بها ماستودون أسبوعًا، ويظهر هنا مدى تقدمها.',
  unreadable: 'تعذّرت هنا قراءة آخر عمليات الاستيراد',
  unreadableNote:
    'لا يملك Howdah على هذا الخادم حق رؤيتها، ويمكن لمديري الخادم منحه إياه. ويعرض ماستودون نفسه مدى تقدمها.',
  columns: {
    type: 'النوع',
    state: 'الحالة',
    imported: 'المستورد',
    failed: 'الإخفاقات',
    started: 'بدأ في',
  },
  types: {
    following: 'قائمة المتابَعين',
    blocking: 'قائمة المحظورين',
    muting: 'قائمة المكتومين',
    'domain-blocking': 'قائمة النطاقات المحظورة',
    bookmarks: 'العلامات المرجعية',
    lists: 'القوائم',
    filters: 'المرشِّحات',
  },
  states: {
    unconfirmed: 'غير مؤكد',
    scheduled: 'مجدول',
    running: 'قيد التنفيذ',
    finished: 'انتهى',
  },
  unknown: 'غير معروف هنا',
  overwrites: 'يستبدل',
}
