import { forms, type WordsLike } from '@howdah/web/views'
import type { choices as english } from '../en/choices.ts'

export const choices: WordsLike<typeof english> = {
  regular: 'التصدير الدوري',
  regularNote: {
    mail: 'يُنشأ تصدير من تلقاء نفسه كل فترة، وتصلك رسالة عندما يصبح جاهزًا.',
    quiet: 'يُنشأ تصدير من تلقاء نفسه كل فترة، ويظهر هنا عندما يصبح جاهزًا.',
  },
  off: 'معطّل.',
  next: (day) => `التالي: ${day}.`,
  ends: {
    suspended: 'توقف أثناء تعليق حسابك. يمكنك اختياره مجددًا.',
    gone: 'لقد توقف.',
    failures: 'توقف لأنه لم ينجح ثلاث مرات متتالية. يمكنك اختياره مجددًا.',
  },
  never: 'أبدًا',
  months: (count) =>
    forms(count, {
      one: 'كل شهر',
      two: 'كل شهرين',
      few: 'كل # أشهر',
      many: 'كل # شهرًا',
      other: 'كل # شهر',
    }),
  messages: 'الرسائل',
  mailMe: 'أرسلوا إليّ رسالة عندما يصبح التصدير جاهزًا أو يتعذّر إنشاؤه',
  save: 'حفظ',
  saveMessages: 'الرسائل',
  noneRegular: (type) => `${type}: لا تصدير دوري.`,
  saved: (type) => `${type}: تم الحفظ.`,
  first: (day) => `الأول: ${day}.`,
  getsMail: 'ستصلك رسائل عن عمليات التصدير.',
  getsNoMail: 'لن تصلك رسائل عن عمليات التصدير.',
}
