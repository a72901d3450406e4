import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { errors as english } from '../en/errors.ts'

export const errors: WordsLike<typeof english> = {
  notFound: 'الصفحة غير موجودة',
  nothingHere: 'لا يوجد شيء على هذا العنوان.',
  toDashboard: 'إلى لوحة المعلومات',
  broken: 'حدث خطأ ما',
  brokenForStrangers: 'تعذّر إنشاء الصفحة. لم يتغير شيء.',
  brokenNote: 'تعذّر إنشاء هذه الصفحة. السبب مدوَّن في سجل الخادم.',
  refused: 'مرفوض',
  onlyLooking: 'يمكنك الاطلاع على وحدة التحكم هذه، لكن لا يمكنك تغيير أي شيء.',
  malformedForm: 'النموذج كبير جدًا أو غير صالح؛ لم يتغير شيء.',
  crossSite: 'لم يأتِ هذا الطلب من صفحة في هذا الموقع، لذلك لم يتغير شيء.',
  onlyForms: 'لا تُقبل هنا إلا نماذج HTML، لذلك لم يتغير شيء.',
  tooMany: 'طلبات كثيرة دفعة واحدة',
  tooManyNote: (seconds) =>
    forms(seconds, {
      other:
        'لم يُنفَّذ شيء. حاول مجددًا بعد # ث؛ وللتعامل مع مهام كثيرة دفعة واحدة استخدم «الكل» أو البحث.',
    }),
  tooManyOpen: 'عدد الصفحات المفتوحة كبير جدًا.',
  silent: 'Redis لا يستجيب',
  silentNote:
    'توجد الطوابير في Redis، لذلك لا يمكن عرضها الآن. تأكد من أن خادم Redis يعمل ويمكن الوصول إليه من هنا.',
  denied: 'Redis لا يسمح لنا بشيء',
  deniedNote:
    'يستجيب Redis لكنه يرفض ما تطلبه هذه الصفحة. تحقق من المستخدم وكلمة المرور في عنوان Redis، ومما يُسمح لهذا المستخدم به. ما قاله Redis:',
  unknownOutcome: 'لا يُعرف ما إذا كان إجراؤك الأخير قد نُفِّذ.',
  tryAgain: 'حاول مجددًا',
}
