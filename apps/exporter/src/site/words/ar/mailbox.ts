import { isolate, type WordsLike } from '@howdah/web/views'
import type { mailbox as english } from '../en/mailbox.ts'

export const mailbox: WordsLike<typeof english> = {
  title: 'البريد',
  throughServer: (server) => `تخرج الرسائل عبر خادم البريد ${isolate(server)}، لذا لا شيء يُقرأ هنا.`,
  throughProgram: (path) => `تخرج الرسائل عبر البرنامج ${isolate(path)}، لذا لا شيء يُقرأ هنا.`,
  noServer: `لم يُضبط خادم بريد (${isolate('SMTP_SERVER')})، لذا تُكتب الرسائل ملفاتٍ وتُعرض هنا.`,
  none: 'لا رسائل بعد',
  noneNote: 'عندما يصبح أرشيف جاهزًا تظهر هنا الرسالة الموجهة إلى صاحبه.',
  columns: { to: 'إلى', subject: 'الموضوع', written: 'كُتبت' },
  caption: 'الرسائل، الأحدث أولًا',
  noSuch: 'لا توجد هذه الرسالة.',
  message: 'الرسالة',
  from: 'من',
  source: 'المصدر',
}
