import { forms, isolate, type WordsLike } from '@howdah/web/views'
import type { withoutMedia as english } from '../en/without-media.ts'

export const withoutMedia: WordsLike<typeof english> = {
  member: 'أرشيف بلا وسائط',
  staff: 'أرشيف بلا وسائط',
  choice: (small, whole) => `بلا وسائط (نحو ${isolate(small)} بدلًا من ${isolate(whole)})`,
  note: 'تبقى صور منشوراتك ومقاطعها الصوتية والمرئية على هذا الخادم، وفي الأرشيف روابط إليها. وكل ما عدا ذلك موجود فيه.',
  staffNote: 'للأرشيفات: تبقى ملفات المنشورات على هذا الخادم، وفي الأرشيف روابط إليها.',
  choiceForMany: 'أرشيفات بلا وسائط: تبقى ملفات المنشورات على هذا الخادم',
  regular: 'بلا وسائط',
  media: 'الوسائط',
  leftOut: 'غير مضمّنة، كما طُلب',
  question: (count) =>
    forms(count, {
      one: 'أتريد طلب أرشيف واحد بلا وسائط؟',
      two: 'أتريد طلب أرشيفين بلا وسائط؟',
      few: 'أتريد طلب # أرشيفات بلا وسائط؟',
      many: 'أتريد طلب # أرشيفًا بلا وسائط؟',
      other: 'أتريد طلب # أرشيف بلا وسائط؟',
    }),
  answers: {
    activeWithMedia:
      'أرشيفك مع الوسائط قيد الإنشاء بالفعل، ولذلك لم يُطلب أرشيف بلا وسائط. إن كنت تفضّله فألغِ الطلب الحالي أولًا.',
    activeWithoutMedia:
      'أرشيفك بلا وسائط قيد الإنشاء بالفعل، ولذلك لم يُطلب أرشيف مع الوسائط. إن كنت تفضّله فألغِ الطلب الحالي أولًا.',
    always: 'تُنشأ الأرشيفات على هذا الخادم مع الوسائط دائمًا.',
    staffWithMedia: (id, member) =>
      `لم يُطلب شيء: لدى ${isolate(member)} أرشيف مع الوسائط قيد الإنشاء، ${isolate(`#${id}`)}.`,
    staffWithoutMedia: (id, member) =>
      `لم يُطلب شيء: لدى ${isolate(member)} أرشيف بلا وسائط قيد الإنشاء، ${isolate(`#${id}`)}.`,
  },
}
