import { isolate, type WordsLike } from '@howdah/web/views'
import type { entering as english } from '../en/entering.ts'

export const entering: WordsLike<typeof english> = {
  title: 'تسجيل الدخول',
  note: (domain) =>
    `بحسابك على ${isolate(domain)}. هل حسابك معلّق أو منقول أو مجمّد؟ يمكن للمشرفين إرسال رابط يُستخدم مرة واحدة إليك.`,
  withInstance: (domain) => `الدخول عبر ${isolate(domain)}`,
  email: 'عنوان البريد الإلكتروني',
  password: 'كلمة المرور',
  button: 'تسجيل الدخول',
  loggedOut: 'تم تسجيل خروجك.',
  refusals: {
    wrong: 'عنوان البريد الإلكتروني أو كلمة المرور غير صحيح.',
    secondFactor: (domain) =>
      `يستخدم حسابك المصادقة بخطوتين، لذا لا يجوز أن تفتحه كلمة المرور وحدها هنا. يُرجى الدخول عبر ${isolate(domain)} أو طلب رابط يُستخدم مرة واحدة من مشرفيه.`,
    memorial: 'هذا حساب تذكاري، لذا لا يمكن لأحد الدخول إليه.',
    tooMany: (minutes) => `محاولات كثيرة جدًا. يُرجى الانتظار ${minutes} د ثم المحاولة مجددًا.`,
    notOurs:
      'لم يبدأ تسجيل الدخول هذا في هذا المتصفح، أو استغرق أكثر من عشر دقائق. يُرجى المحاولة مجددًا.',
    denied: (domain) => `لم يؤكد ${isolate(domain)} تسجيل الدخول. يُرجى المحاولة مجددًا.`,
    memberRefused: (domain) =>
      `لا يسمح ${isolate(domain)} لهذا الحساب باستخدام واجهته البرمجية لأنه معلّق أو منقول أو مجمّد أو غير مؤكد. بياناتك تبقى ملكك: اطلب من المشرفين رابطًا يُستخدم مرة واحدة.`,
    stranger: (domain) =>
      `الحساب الذي يذكره ${isolate(domain)} غير موجود في قاعدة بيانات هذه الخدمة. على مشرفيها مراجعة ${isolate('HOWDAH_MASTODON_URL')}.`,
    forgotten: (domain) => `كان ${isolate(domain)} قد نسي هذه الخدمة. يُرجى المحاولة مجددًا.`,
    unreachable: (domain) => `لا يستجيب ${isolate(domain)} الآن. يُرجى المحاولة مجددًا بعد دقيقة.`,
    someoneElse: (domain, member) =>
      `لم يؤكد ${isolate(domain)} أنك ${isolate(member)}، لذا لم يُنفّذ شيء. يُرجى الرجوع والمحاولة مجددًا.`,
  },
  link: {
    title: 'بياناتك',
    note: (account) =>
      `يتيح لك هذا الرابط طلب بيانات ${isolate(account)} وتنزيلها. يعمل مرة واحدة.`,
    button: 'فتح بياناتي',
    usedUp: 'استُخدم هذا الرابط من قبل أو انتهت مدته. اطلب من المشرفين رابطًا جديدًا.',
  },
}
