import { formatCount, forms, isolate, type WordsLike } from '@howdah/web/views'
import type { exportDetail as english } from '../en/export-detail.tsx'

export const exportDetail: WordsLike<typeof english> = {
  pageTitle: (id) => `التصدير ${isolate(`#${id}`)}`,
  titles: {
    backup: (member) => <>أرشيف {member}</>,
    migration: (member) => <>حزمة انتقال {member}</>,
    withoutMedia: (member) => <>أرشيف {member} بلا وسائط</>,
  },
  cards: {
    timeline: 'المسار الزمني',
    file: 'الملف',
    tries: 'المحاولات',
    job: 'المهمة',
    audit: 'سجل التدقيق',
  },
  requested: {
    byMember: (who, when) => (
      <>
        طلبه {who} في {when}
      </>
    ),
    regularly: (who, when) => (
      <>
        طُلب في {when} ضمن طلبات {who} المنتظمة
      </>
    ),
    byStaff: (staff, who, when) => (
      <>
        طلبه {staff} للعضو {who} في {when}
      </>
    ),
    reason: (text) => <>. السبب: {text}</>,
  },
  next: {
    title: 'ما الذي يحدث بعد ذلك',
    reason: 'السبب:',
    scheduled: (when) => <>يدخل الطابور {when}.</>,
    retrying: (number, of, when) => (
      <>
        تبدأ المحاولة {number} من {of} {when}.
      </>
    ),
    afterThat: (tries) =>
      forms(tries, {
        one: 'تبقى بعدها محاولة واحدة، ثم يُعدّ فاشلًا.',
        two: 'تبقى بعدها محاولتان، ثم يُعدّ فاشلًا.',
        few: 'تبقى بعدها # محاولات، ثم يُعدّ فاشلًا.',
        many: 'تبقى بعدها # محاولة، ثم يُعدّ فاشلًا.',
        other: 'تبقى بعدها # محاولة، ثم يُعدّ فاشلًا.',
      }),
    last: 'وهي الأخيرة.',
    failed: (tries) =>
      `لا شيء حتى يتدخل أحد: ${forms(tries, {
        one: 'فشلت المحاولة الوحيدة',
        two: 'فشلت المحاولتان كلتاهما',
        few: 'فشلت المحاولات كلها وعددها #',
        many: 'فشلت المحاولات كلها وعددها #',
        other: 'فشلت المحاولات كلها وعددها #',
      })}. عالج السبب ثم اضغط «إعادة المحاولة الآن». ويمكن للعضو أيضًا تقديم طلب جديد.`,
    stuck:
      'لا شيء: هو مسجّل على أنه قيد التنفيذ، لكن لم يُعثر على مهمة له في أي طابور أو مجموعة. ربما فقدتها العملية العاملة. «إعادة إلى قائمة الانتظار» تنشئ مهمة جديدة، و«إلغاء» يتيح للعضو تقديم الطلب مجددًا.',
    done: (until) => <>يمكن للعضو تنزيله حتى {until}، ثم يُحذف الملف.</>,
    expired: 'لا شيء: حُذف الملف. ويبقى الصف للتوثيق.',
    replaced: (newer) =>
      `لا شيء: أنشأ التصدير ${isolate(newer)} أرشيفًا أحدث، وحُذف هذا الملف لأجله. ويبقى الصف للتوثيق.`,
    cancelled: 'لا شيء: أُلغي. ويمكن للعضو تقديم طلب جديد في أي وقت.',
    whenFree: 'يبدأ عندما تتفرغ عملية عاملة.',
    because: (reasons) => `${reasons}.`,
    startOne: 'شغّل واحدة:',
    restart: 'أعد تشغيل الخدمة:',
    running: (seen) => (
      <>يجري إنشاؤه؛ آخر علامة حياة كانت {seen}. إن توقفت العملية العاملة أكملته عملية أخرى.</>
    ),
    runningInMastodon: (seen) => (
      <>
        تنشئه إحدى عمليات ماستودون نفسه؛ لوحظ ذلك {seen}. يتابعه Howdah ولا يمكنه مقاطعته. إن توقفت
        تلك العملية ضاعت المهمة وظهر هنا عالقًا.
      </>
    ),
  },
  timeline: {
    requested: 'طُلب',
    started: (number) => `بدأت المحاولة ${number}`,
    failed: (number) => `فشلت المحاولة ${number}`,
    interrupted: (number) => `قُطعت المحاولة ${number}`,
    waiting: 'في انتظار عملية عاملة',
    starts: 'يبدأ',
    nextTry: 'المحاولة التالية',
    stuck: 'عالق: لم يُعثر على مهمة',
    gaveUp: 'تُرك',
    cancelled: 'أُلغي',
    ready: 'جاهز',
    willBeDeleted: 'يُحذف الملف',
    deleted: 'حُذف الملف',
    later: (span) => `بعد ${span}`,
  },
  tries: {
    none: 'لم تُجرَ أي محاولة بعد',
    noneNote: (most) =>
      forms(most, {
        one: 'تظهر المحاولة الوحيدة هنا عندما تبدأ.',
        two: 'تظهر هنا الأولى من محاولتين على الأكثر عندما تبدأ.',
        few: 'تظهر هنا الأولى من # محاولات على الأكثر عندما تبدأ.',
        many: 'تظهر هنا الأولى من # محاولة على الأكثر عندما تبدأ.',
        other: 'تظهر هنا الأولى من # محاولة على الأكثر عندما تبدأ.',
      }),
    caption: 'المحاولات، الأحدث أولًا',
    number: 'المحاولة',
    started: 'البدء',
    ranFor: 'المدة',
    outcome: 'النتيجة',
    stage: 'الخطوة',
    worker: 'العملية العاملة',
    error: 'الخطأ',
    outcomes: {
      running: 'قيد التنفيذ',
      done: 'اكتملت',
      retry: 'فشلت، ثم أُعيدت',
      failed: 'فشلت، وتُرك التصدير',
      interrupted: 'قطعها إعادة تشغيل',
      cancelled: 'أُلغيت',
    },
  },
  events: { none: 'لم يُدوَّن شيء بعد.', caption: 'ما حدث، الأحدث أولًا' },
  file: {
    none: 'لا ملف بعد. يظهر هنا عندما يكتمل التصدير.',
    name: 'الاسم',
    size: 'الحجم',
    bytes: (size, count) =>
      `${size} (${forms(count, {
        one: 'بايت واحد',
        two: 'بايتان',
        few: '# بايتات',
        many: '# بايتًا',
        other: '# بايت',
      })})`,
    checksum: 'SHA-256',
    parts: 'الأجزاء',
    part: (name, size, checksum) => (
      <>
        {name}، {size}، <bdi>SHA-256</bdi> {checksum}
      </>
    ),
    expires: 'ينتهي',
    deleted: 'حُذف',
    downloads: 'التنزيلات',
    last: (count, when) => (
      <>
        {formatCount(count)}، آخرها {when}
      </>
    ),
    missing: 'وسائط ناقصة',
    missingFiles: (count) =>
      forms(count, {
        one: 'ملف واحد تذكره قاعدة البيانات لكنه مفقود أو ناقص',
        two: 'ملفان تذكرهما قاعدة البيانات لكنهما مفقودان أو ناقصان',
        few: '# ملفات تذكرها قاعدة البيانات لكنها مفقودة أو ناقصة',
        many: '# ملفًا تذكرها قاعدة البيانات لكنها مفقودة أو ناقصة',
        other: '# ملف تذكرها قاعدة البيانات لكنها مفقودة أو ناقصة',
      }),
    download: 'تنزيل الأرشيف',
    downloadNote: '– فيه منشورات خاصة؛ ويُدوَّن تنزيلك في سجل التدقيق.',
  },
  job: {
    arguments: 'الوسائط',
    class: 'الصنف',
    queue: 'الطابور',
    jid: 'Jid',
    place: 'مكانها الآن',
    places: {
      silent: 'غير معروف ما دام Redis لا يجيب',
      nowhere: 'ليست في أي طابور أو مجموعة',
      queue: (queue) => <>الطابور {queue}</>,
      parked: (limit) => <>تنتظر مكانًا شاغرًا في الحد {limit}</>,
      scheduled: 'المجدولة',
      retry: 'إعادات المحاولة',
      dead: 'الميتة',
      running: 'قيد التنفيذ: تعمل الآن',
      unknown: 'لم يُعثر عليها في الجزء الذي فُحص',
      ended: 'لم يعد يُبحث عنها: انتهى التصدير',
    },
  },
}
