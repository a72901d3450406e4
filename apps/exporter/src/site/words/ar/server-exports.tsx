import { formatCount, forms, isolate, type WordsLike } from '@howdah/web/views'
import type { serverExports as english } from '../en/server-exports.tsx'

export const serverExports: WordsLike<typeof english> = {
  title: 'عمليات التصدير',
  note: 'ما يمكن تغييره أثناء عمل Howdah، والطلبات لأعضاء كثيرين.',
  settings: 'الإعدادات',
  policies: {
    limit: 'عدد عمليات التصدير معًا لدى كل العمليات العاملة (0 يوقف الجديدة)',
    'retention-days': 'عدد الأيام التي يمكن فيها تنزيل الأرشيف',
    'history-days': 'عدد أيام حفظ صفوف عمليات التصدير المنتهية (0 = دائمًا)',
  },
  noLimit: 'بلا حد',
  setHere: (configured) => `محدد هنا؛ القيمة في ملف الإعداد: ${configured}.`,
  asConfigured: 'كما في ملف الإعداد.',
  save: 'حفظ',
  reset: 'إعادة الضبط',
  retentionNote: 'تُحذف الأرشيفات أيضًا عند انتهاء مدة الاحتفاظ التي يحددها ماستودون نفسه.',
  notANumber: (policy) => `يتطلب «${policy}» عددًا صحيحًا؛ لم يتغير شيء.`,
  saved: (policy) => `تم الحفظ: ${policy}.`,
  bulk: {
    title: 'الطلب لأعضاء كثيرين',
    note: 'لخادم يوشك على الإغلاق: يحصل كل عضو على دور في الجدول، كي لا ينتظر من يطلب بنفسه خلف الجميع.',
    what: 'النوع',
    types: { backup: 'أرشيفات', migration: 'حزم انتقال' },
    within: 'للأعضاء الذين كانوا هنا خلال آخر',
    periods: { any: '– أي وقت', month: '30 يومًا', half: '6 أشهر', year: 'سنة' },
    suspended: 'الأعضاء المعلّقون والمعطّلون أيضًا',
    spread: 'التوزيع على',
    spreadHint: 'بالساعات؛ الفارغ: بأسرع ما يمكن.',
    reason: 'السبب',
    reasonHint: 'يقرؤه الأعضاء، ويحفظه سجل التدقيق.',
    goOn: 'متابعة…',
    nothingYet: 'لم يُطلب شيء بعد: تذكر الصفحة التالية عدد من سيشملهم الطلب.',
    problems: {
      what: 'اختر ما تريد طلبه.',
      whom: 'اختر لمن.',
      hours: (most) => `وزّعها على 1 إلى ${most} ساعة، أو اترك الحقل فارغًا.`,
      reason: 'اذكر سببًا؛ سيقرؤه الأعضاء.',
    },
    tooMany: (count, command) =>
      `عدد الأعضاء (${formatCount(count)}) أكبر من أن تتسع له صفحة؛ استخدم: ${isolate(command)}`,
    requested: (count, passedOver) =>
      `عدد ما طُلب: ${formatCount(count)}؛ وعدد من لديهم تصدير قيد التنفيذ: ${formatCount(passedOver)}.`,
    questions: {
      backup: (count) =>
        forms(count, {
          one: 'أتريد طلب أرشيف واحد؟',
          two: 'أتريد طلب أرشيفين؟',
          few: 'أتريد طلب # أرشيفات؟',
          many: 'أتريد طلب # أرشيفًا؟',
          other: 'أتريد طلب # أرشيف؟',
        }),
      migration: (count) =>
        forms(count, {
          one: 'أتريد طلب حزمة انتقال واحدة؟',
          two: 'أتريد طلب حزمتَي انتقال؟',
          few: 'أتريد طلب # حزم انتقال؟',
          many: 'أتريد طلب # حزمة انتقال؟',
          other: 'أتريد طلب # حزمة انتقال؟',
        }),
    },
    reasonIs: (reason) => `السبب: ${isolate(reason)}`,
    each: (count) =>
      `يحصل كل عضو من الأعضاء (${formatCount(count)}) على واحد، ما عدا من لديه تصدير قيد التنفيذ.`,
    fast: 'تبدأ الواحدة تلو الأخرى بأسرع ما يمكن.',
    spreadOver: (hours, from) => (
      <>
        تتوزع بداياتها على{' '}
        {forms(hours, {
          one: 'ساعة واحدة',
          two: 'ساعتين',
          few: '# ساعات',
          many: '# ساعة',
          other: '# ساعة',
        })}{' '}
        ابتداءً من <bdi>{from}</bdi>.
      </>
    ),
    takes: (size) => `تشغل معًا نحو ⁨${size}⁩.`,
    free: (size) => `الحر الآن ⁨${size}⁩.`,
    tooMuch:
      'هذا أكثر من المساحة المتاحة. ما لا يجد مكانًا يفشل وتُعاد محاولته: وفّر مساحة، أو وزّعها على أيام أكثر من مدة حفظ الأرشيفات، أو اترك الوسائط.',
    lastStarts: (when) => <>يبدأ آخرها نحو {when}.</>,
    told: 'يُبلَّغ الأعضاء عندما تصبح جاهزة.',
    button: (count) => `طلب ${formatCount(count)}`,
    nothing: 'عدم فعل شيء',
  },
}
