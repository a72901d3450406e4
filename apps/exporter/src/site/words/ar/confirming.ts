import { isolate, type WordsLike } from '@howdah/web/views'
import type { confirming as english } from '../en/confirming.ts'

export const confirming: WordsLike<typeof english> = {
  title: 'تأكيد هويتك',
  forgotten: (minutes) =>
    `لم يعد ما طُلب معروفًا: مضى عليه أكثر من ${minutes} دقيقة، أو نُفّذ بالفعل، أو طُلب شيء آخر منذ ذلك الحين. لم يُنفّذ شيء الآن؛ ارجع واطلبه مجددًا.`,
  forArchive: (minutes) => `يحتوي الأرشيف على منشورات خاصة. لن تُسأل مجددًا لمدة ${minutes} دقيقة.`,
  now: (act) => `تم التأكيد. الآن: ${isolate(act)}.`,
  afterwards: (act, minutes) =>
    `بعد ذلك يُنفّذ: ${isolate(act)}. لن تُسأل مجددًا لمدة ${minutes} دقيقة.`,
  wrong: 'هذه ليست كلمة مرورك. لم يُنفّذ شيء.',
  noWay: 'لا يمكن لهذه الجلسة تأكيد هويتك. سجّل الخروج ثم الدخول من جديد وعُد إلى هناك.',
  logInAgain: (domain) => `الدخول عبر ${isolate(domain)} مجددًا`,
  password: 'كلمة مرورك',
  button: 'تأكيد',
  goOn: 'متابعة',
}
