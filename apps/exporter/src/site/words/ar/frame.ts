import { isolate, type WordsLike } from '@howdah/web/views'
import type { frame as english } from '../en/frame.ts'

export const frame: WordsLike<typeof english> = {
  loggedInAs: 'مسجّل الدخول باسم',
  logOut: 'تسجيل الخروج',
  asOf: (moment) => `حتى ${isolate(moment)}`,
  language: 'اللغة',
  times: 'الأوقات',
  timesIn: { utc: 'بتوقيت UTC', relative: 'كمُدد' },
  menu: 'الإعدادات',
  opensTab: 'يُفتح في علامة تبويب جديدة',
  groups: { preferences: 'التفضيلات', administration: 'الإدارة' },
  entries: {
    importAndExport: 'الاستيراد والتصدير',
    sessions: 'الجلسات',
    overview: 'نظرة عامة',
    users: 'المستخدمون',
    exports: 'عمليات التصدير',
    audit: 'سجل التدقيق',
    mail: 'البريد',
    doctor: 'الفحص',
    sidekiq: 'Sidekiq',
    schedule: 'جدول التصدير',
  },
}
