import { isolate } from '../../language/bidi.ts'
import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { queues as english } from '../en/queues.tsx'

export const queues: WordsLike<typeof english> = {
  nothingWaits: (queueCount) =>
    forms(queueCount, {
      zero: 'لا شيء ينتظر في # طابور.',
      one: 'لا شيء ينتظر في طابور واحد.',
      two: 'لا شيء ينتظر في طابورين.',
      few: 'لا شيء ينتظر في # طوابير.',
      many: 'لا شيء ينتظر في # طابورًا.',
      other: 'لا شيء ينتظر في # طابور.',
    }),
  waiting: (jobs, queueCount) =>
    forms(queueCount, {
      zero: `${jobs} في # طابور.`,
      one: `${jobs} في طابور واحد.`,
      two: `${jobs} في طابورين.`,
      few: `${jobs} في # طوابير.`,
      many: `${jobs} في # طابورًا.`,
      other: `${jobs} في # طابور.`,
    }),
  noQueue: 'لم تدخل أي مهمة إلى أي طابور بعد.',
  noQueueHint: 'يظهر الطابور مع أول مهمة فيه، أو عندما تخدمه عملية.',
  notShown: (count, address) => (
    <>
      {forms(count, {
        zero: '# طابور آخر غير معروض؛ افتحه بعنوانه:',
        one: 'طابور آخر غير معروض؛ افتحه بعنوانه:',
        two: 'طابوران آخران غير معروضين؛ افتح أيًّا منهما بعنوانه:',
        few: '# طوابير أخرى غير معروضة؛ افتح أيًّا منها بعنوانه:',
        many: '# طابورًا آخر غير معروض؛ افتح أيًّا منها بعنوانه:',
        other: '# طابور آخر غير معروض؛ افتح أيًّا منها بعنوانه:',
      })}{' '}
      {address}
    </>
  ),
  rates:
    'المعدلات هي عدد المهام في الدقيقة خلال آخر خمس دقائق: ما دخل يُحصى بين المهام المنتظرة، وما أُخذ يُستنتج من الحجم. يعرض الخط الحجم خلال الساعة الأخيرة بقدر ما راقب هذا الخادم.',
  columns: {
    name: 'الاسم',
    size: 'الحجم',
    oldestWaits: 'أطول انتظار',
    in: 'الداخل',
    out: 'الخارج',
    workers: 'العمليات',
    lastHour: 'الساعة الأخيرة',
    enqueued: 'وقت الإدراج',
    waiting: 'مدة الانتظار',
  },
  noWorkers: 'لا يوجد',
  sizeLine: 'الحجم خلال الساعة الأخيرة',
  paused: 'متوقف مؤقتًا',
  empty: 'فارغ',
  running: 'يعمل',
  nobodyListens: 'لا تخدمه أي عملية',
  pausedElsewhere: 'بواسطة برنامج آخر',
  by: (name) => <>بواسطة {name}</>,
  pause: 'إيقاف مؤقت',
  resume: 'استئناف',
  clear: 'إفراغ…',
  backlog: (command) => (
    <>
      عندما تنتظر المهام طويلًا فإن الطلبات تصل أسرع مما تُنفَّذ. تساعد زيادة العمليات: شغّل {command} مرة
      أخرى.
    </>
  ),
  queue: (name) => `الطابور ${isolate(name)}`,
  clearQueue: 'إفراغ الطابور…',
  listening: (count) =>
    forms(count, {
      zero: '# عملية تخدمه',
      one: 'عملية واحدة تخدمه',
      two: 'عمليتان تخدمانه',
      few: '# عمليات تخدمه',
      many: '# عملية تخدمه',
      other: '# عملية تخدمه',
    }),
  listeningOnly: (listening) => `${listening}.`,
  waits: (count, oldest, listening) =>
    forms(count, {
      zero: `# مهمة تنتظر، وأقدمها منذ ${oldest}؛ ${listening}.`,
      one: `مهمة واحدة تنتظر منذ ${oldest}؛ ${listening}.`,
      two: `مهمتان تنتظران، وأقدمهما منذ ${oldest}؛ ${listening}.`,
      few: `# مهام تنتظر، وأقدمها منذ ${oldest}؛ ${listening}.`,
      many: `# مهمة تنتظر، وأقدمها منذ ${oldest}؛ ${listening}.`,
      other: `# مهمة تنتظر، وأقدمها منذ ${oldest}؛ ${listening}.`,
    }),
  moreHelp: (command) => (
    <>إذا كان الطابور ينمو فإن الطلبات تصل أسرع مما تُنفَّذ، وتساعد زيادة العمليات: {command}</>
  ),
  comeIn: 'الداخل',
  taken: 'الخارج',
  nothingIn: (name) => `لا شيء ينتظر في ${isolate(name)}.`,
  lastFinished: (time) => <>انتهت آخر مهمة: {time}.</>,
  lastFinishedNote: 'هذا ما تسجّله عمليات Howdah؛ أما عمليات Ruby فلا تسجّله.',
  lastFinishedUnknown: 'وقت انتهاء آخر مهمة غير معروف: عمليات Howdah وحدها تسجّله، ولمدة 30 يومًا.',
  anyClass: 'الكل',
  classHint: (count) => `من المهام التالية (${count})؛ أما البحث فيشمل الطابور كله.`,
  captions: {
    next: (name) => `المهام في ${isolate(name)}، التالية للتنفيذ أولًا`,
    newest: (name) => `المهام في ${isolate(name)}، الأحدث أولًا`,
  },
  order: 'الترتيب',
  orders: { next: 'التالية للتنفيذ', newest: 'الأحدث' },
  noSuchName: 'لا يمكن لأي طابور أن يحمل هذا الاسم.',
  noSuchQueue: (name) =>
    `لا يوجد طابور باسم «${isolate(name)}» في الوقت الحالي. سيظهر مع مهمته التالية.`,
  pausedAlready: (name) => `الطابور ${isolate(name)} متوقف مؤقتًا من قبل.`,
  nowPaused: (name) =>
    `الطابور ${isolate(name)} متوقف مؤقتًا: تستمر المهام الجارية، وتبقى المنتظرة حتى يُستأنف. لا تلتزم عمليات Sidekiq بالإيقاف المؤقت إلا مع Pro.`,
  notPaused: (name) => `الطابور ${isolate(name)} غير متوقف.`,
  goesOn: (name) => `استؤنف الطابور ${isolate(name)}.`,
  jobGone: 'لم تعد هذه المهمة في هذا الطابور: إما أنها قيد التنفيذ أو اكتملت أو حُذفت.',
  jobDeleted: (name) => `حُذفت المهمة من الطابور ${isolate(name)}.`,
  emptyAlready: (name) => `الطابور ${isolate(name)} فارغ من قبل.`,
  clearQuestion: (name) => `إفراغ الطابور ${isolate(name)}؟`,
  clearConsequence: (count) =>
    forms(count, {
      zero: 'ستُحذف كل مهامه (#) ولن تُنفَّذ. لا يمكن التراجع عن ذلك.',
      one: 'ستُحذف مهمته الوحيدة ولن تُنفَّذ. لا يمكن التراجع عن ذلك.',
      two: 'ستُحذف مهمتاه ولن تُنفَّذا. لا يمكن التراجع عن ذلك.',
      few: 'ستُحذف كل مهامه (#) ولن تُنفَّذ. لا يمكن التراجع عن ذلك.',
      many: 'ستُحذف كل مهامه (#) ولن تُنفَّذ. لا يمكن التراجع عن ذلك.',
      other: 'ستُحذف كل مهامه (#) ولن تُنفَّذ. لا يمكن التراجع عن ذلك.',
    }),
  deleteJobs: (count) =>
    forms(count, {
      zero: 'حذف # مهمة',
      one: 'حذف مهمة واحدة',
      two: 'حذف مهمتين',
      few: 'حذف # مهام',
      many: 'حذف # مهمة',
      other: 'حذف # مهمة',
    }),
  typeExactly: (name) => `اكتب الاسم كما هو تمامًا: ${isolate(name)}`,
  cleared: (count, name) =>
    forms(count, {
      zero: `حُذفت # مهمة من ${isolate(name)}.`,
      one: `حُذفت مهمة واحدة من ${isolate(name)}.`,
      two: `حُذفت مهمتان من ${isolate(name)}.`,
      few: `حُذفت # مهام من ${isolate(name)}.`,
      many: `حُذفت # مهمة من ${isolate(name)}.`,
      other: `حُذفت # مهمة من ${isolate(name)}.`,
    }),
  duplicateOf: (position) => `مكررة من ${isolate(`#${position}`)}`,
  duplicates: (count) =>
    forms(count, {
      zero: '# مهمة تطلب ما تؤديه مهمة قبلها. تبقى الأولى من كلٍّ منها.',
      one: 'مهمة واحدة تطلب ما تؤديه مهمة قبلها. تبقى الأولى منهما.',
      two: 'مهمتان تطلبان ما تؤديه مهمة قبلهما. تبقى الأولى من كلٍّ منها.',
      few: '# مهام تطلب ما تؤديه مهمة قبلها. تبقى الأولى من كلٍّ منها.',
      many: '# مهمة تطلب ما تؤديه مهمة قبلها. تبقى الأولى من كلٍّ منها.',
      other: '# مهمة تطلب ما تؤديه مهمة قبلها. تبقى الأولى من كلٍّ منها.',
    }),
  deleteDuplicates: (count) =>
    forms(count, {
      zero: 'حذف # مكررة',
      one: 'حذف المهمة المكررة',
      two: 'حذف المهمتين المكررتين',
      few: 'حذف # مهام مكررة',
      many: 'حذف # مهمة مكررة',
      other: 'حذف # مهمة مكررة',
    }),
  duplicatesDeleted: (count) =>
    forms(count, {
      zero: 'حُذفت # مهمة مكررة.',
      one: 'حُذفت مهمة مكررة واحدة.',
      two: 'حُذفت مهمتان مكررتان.',
      few: 'حُذفت # مهام مكررة.',
      many: 'حُذفت # مهمة مكررة.',
      other: 'حُذفت # مهمة مكررة.',
    }),
  goneAlready: (count) =>
    forms(count, {
      zero: '# مهمة لم تكن موجودة.',
      one: 'مهمة واحدة لم تعد موجودة.',
      two: 'مهمتان لم تعودا موجودتين.',
      few: '# مهام لم تعد موجودة.',
      many: '# مهمة لم تعد موجودة.',
      other: '# مهمة لم تعد موجودة.',
    }),
}
