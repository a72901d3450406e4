import type { WordsLike } from '@howdah/web/views'
import { isolate } from '../../../mail/words/isolate.ts'
import type { editUser as english } from '../en/edit-user.ts'

export const editUser: WordsLike<typeof english> = {
  titleOf: (member) => `تعديل المستخدم ${isolate(member)}`,
  title: 'تعديل المستخدم',
  contact: 'التواصل',
  email: 'عنوان البريد الإلكتروني',
  emailHint: 'تصل إلى هنا رسالة اكتمال الأرشيف. يُدوَّن أي تغيير في سجل التدقيق.',
  save: 'حفظ',
  mayOnlySee: 'يتيح لك دورك رؤية هذا العنوان دون تغييره.',
  account: 'الحساب',
  facts: {
    name: 'الاسم',
    id: 'معرّف المستخدم',
    role: 'الدور',
    created: 'أُنشئ',
    lastActive: 'آخر نشاط',
  },
  exports: {
    title: 'عمليات التصدير',
    columns: {
      export: 'التصدير',
      type: 'النوع',
      state: 'الحالة',
      requested: 'طُلب',
      size: 'الحجم',
      expires: 'تنتهي مدته',
    },
    types: { backup: 'أرشيف', migration: 'حزمة انتقال' },
    none: 'لا عمليات تصدير بعد',
    noneNote: 'يظهر هنا ما يطلبه هذا العضو من «الاستيراد والتصدير».',
    caption: 'عمليات تصدير هذا العضو، الأحدث أولًا',
  },
  answers: {
    refused: 'لا يتيح لك دورك تغيير عنوان هذا المستخدم.',
    invalid: 'هذا ليس عنوان بريد إلكتروني.',
    taken: 'هذا العنوان لمستخدم آخر.',
    same: 'لا شيء لتغييره: إنه العنوان نفسه.',
    changed: (member) => `غُيّر عنوان البريد الإلكتروني للمستخدم ${isolate(member)}.`,
  },
  link: {
    title: 'رابط يُستخدم مرة واحدة',
    note: (member, hours) =>
      `يتيح للمستخدم ${isolate(member)} طلب بياناته وتنزيلها دون تسجيل الدخول، وهو للأعضاء المعلّقين أو المنقولين أو المجمّدين. يعمل مرة واحدة خلال ${hours} ساعة؛ والرابط الجديد يُبطل السابق. يُدوَّن ذلك في سجل التدقيق.`,
    send: (email) => `إرساله إلى ${isolate(email)}`,
    show: 'عرضه لي',
    refused: 'لا يتيح لك دورك إنشاء رابط كهذا.',
    memorial: 'هذا حساب تذكاري: لا يمكن لأحد استخدام رابط.',
    notSent: 'لم يقبله خادم البريد؛ حاول مجددًا.',
    sent: (email) => `الرابط في طريقه إلى ${isolate(email)}.`,
    titleOf: (member) => `رابط يُستخدم مرة واحدة للمستخدم ${isolate(member)}`,
    until: (moment) => `يعمل مرة واحدة حتى ${isolate(moment)}، ولن يُعرض مجددًا.`,
    warning: 'من يملك الرابط يصل إلى بيانات هذا العضو. لا تعطه لأحد غيره.',
    back: (member) => `العودة إلى ${isolate(member)}`,
  },
  request: {
    title: 'طلب تصدير',
    what: 'النوع',
    types: { backup: 'أرشيف', migration: 'حزمة انتقال' },
    reason: 'السبب',
    reasonHint: 'يُبلَّغ العضو بالبريد مع هذا السبب.',
    urgent: 'فورًا، حتى خارج أوقات الهدوء',
    button: 'طلب',
    needsReason: 'اذكر سببًا؛ سيقرؤه العضو.',
    accepted: (id, member) =>
      `طُلب التصدير ${isolate(`#${id}`)} للمستخدم ${isolate(member)}، وسيُبلَّغ العضو.`,
    active: (id, member) => `لدى ${isolate(member)} تصدير قيد التنفيذ: ${isolate(`#${id}`)}.`,
    noSpace: (size) => `لا مساحة له: يحتاج إلى ${isolate(size)}.`,
    tooSoon: (member) => `لا يمكن لـ${isolate(member)} الحصول على تصدير بعد.`,
  },
}
