import { isolate } from './isolate.ts'
import type { MailWords } from './mail-words.ts'

const A = { backup: 'أرشيف', migration: 'حزمة انتقال' } as const
const THE = { backup: 'الأرشيف', migration: 'حزمة الانتقال' } as const

const RULES = new Intl.PluralRules('ar')

/** From 3 to 10 of something stand in the plural, more in the singular. */
function counted(count: number, few: string, many: string): string {
  return `${count} ${RULES.select(count) === 'few' ? few : many}`
}

export const ARABIC: MailWords = {
  locale: 'ar-u-nu-latn',
  dir: 'rtl',
  subjects: {
    ready: { backup: 'أرشيفك جاهز للتنزيل', migration: 'حزمة انتقالك جاهزة للتنزيل' },
    failed: { backup: 'تعذّر إنشاء أرشيفك', migration: 'تعذّر إنشاء حزمة انتقالك' },
    requested: { backup: 'طُلب أرشيف لك', migration: 'طُلبت حزمة انتقال لك' },
  },
  titles: { backup: 'أرشيفك', migration: 'حزمة انتقالك' },
  ready: (type, account) => `طلبتَ ${A[type]} لحسابك ${isolate(account)}. أصبح الطلب جاهزًا للتنزيل!`,
  readyForYou: (type, account, server) =>
    `طلب مشرفو ${isolate(server)} من أجلك ${A[type]} لحسابك ${isolate(account)}. أصبح الطلب جاهزًا للتنزيل!`,
  failed: (type, account, tries) =>
    `تعذّر إنشاء ${THE[type]} لحسابك ${isolate(account)} بناءً على طلبك، بعد ` +
    `${tries === 1 ? 'محاولة واحدة' : counted(tries, 'محاولات', 'محاولة')}. نعتذر عن ذلك.`,
  failedNext: (server) =>
    `يمكن لمشرفي ${isolate(server)} معرفة السبب. يمكنك تقديم الطلب مجددًا في أي وقت؛ هذه المحاولة لا تُحتسب.`,
  requested: (type, account, server) =>
    `طلب مشرفو ${isolate(server)} من أجلك ${A[type]} لحسابك ${isolate(account)}.`,
  requestedNext:
    'لا يلزمك فعل شيء: ستصلك رسالة أخرى عندما يصبح الطلب جاهزًا. أنت وحدك من يمكنه تنزيله هناك، ويمكنك إلغاؤه.',
  reason: (text) => `السبب: ${isolate(text)}`,
  size: (size) => `حجم الملف ${isolate(size)}.`,
  until: (day) => `يمكنك تنزيل الملف حتى ${day}؛ وبعد ذلك يُحذف.`,
  missing: (count) =>
    count === 1
      ? 'لم يُعثر على ملف وسائط واحد على الخادم، ولذلك لم يُضمَّن.'
      : `لم يُعثر على الخادم على ${counted(count, 'ملفات وسائط', 'ملف وسائط')}، ولذلك لم تُضمَّن.`,
  buttons: {
    download: { backup: 'تنزيل أرشيفك', migration: 'تنزيل حزمة الانتقال' },
    again: 'تقديم الطلب مجددًا',
    look: 'عرض عمليات التصدير',
  },
  optOut: (url) => `يمكنك إيقاف هذه الرسائل من هنا: ${isolate(url)}`,
  link: {
    subject: (server) => `رابط إلى بياناتك على ${isolate(server)}`,
    title: 'طريقك إلى بياناتك',
    intro: (server, account) =>
      `يرسل إليك مشرفو ${isolate(server)} هذا الرابط الذي يمكنك به طلب بيانات حسابك ` +
      `${isolate(account)} وتنزيلها، حتى وإن تعذّر عليك تسجيل الدخول.`,
    once: (moment) => `يعمل مرة واحدة، حتى ${moment}. من يملك الرابط يصل إلى بياناتك: لا تعطه لأحد.`,
    button: 'فتح بياناتي',
  },
}
