import { forms, isolate, type WordsLike } from '@howdah/web/views'
import type { sessions as english } from '../en/sessions.ts'

export const sessions: WordsLike<typeof english> = {
  title: 'الجلسات',
  note: 'الأماكن التي سجّلت منها الدخول إلى هذه الخدمة. أنهِ ما لا تعرفه منها، ثم غيّر كلمة مرورك في ماستودون. تنتهي الجلسة من تلقاء نفسها بعد 30 دقيقة دون استخدام أو بعد 12 ساعة.',
  endOthers: 'إنهاء كل الجلسات الأخرى',
  caption: 'جلساتك، الأحدث استخدامًا أولًا',
  columns: {
    browser: 'المتصفح',
    address: 'العنوان',
    method: 'طريقة الدخول',
    since: 'منذ',
    seen: 'آخر ظهور',
    actions: 'الإجراءات',
  },
  thisOne: '(هذه)',
  methods: {
    password: 'كلمة المرور',
    oauth: 'حساب على الخادم',
    link: 'رابط يُستخدم مرة واحدة',
  },
  end: 'إنهاء الجلسة',
  endedAlready: 'انتهت تلك الجلسة بالفعل.',
  ended: (count) =>
    forms(count, {
      one: 'أُنهيت جلسة واحدة.',
      two: 'أُنهيت جلستان.',
      few: 'أُنهيت # جلسات.',
      many: 'أُنهيت # جلسة.',
      other: 'أُنهيت # جلسة.',
    }),
  unknownProgram: 'برنامج غير معروف',
  browserOn: (browser, system) => `${isolate(browser)} على ${isolate(system)}`,
  ofMember: {
    title: 'جلسات هذه الخدمة',
    caption: (member) => `الأماكن التي سجّل منها ${isolate(member)} الدخول هنا`,
    endAll: 'إنهاء كل الجلسات',
    refused: 'لا يتيح لك دورك إنهاء جلسات هذا المستخدم.',
  },
}
