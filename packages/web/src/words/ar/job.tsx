import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { job as english } from '../en/job.tsx'

export const job: WordsLike<typeof english> = {
  noId: 'هذا ليس معرّف مهمة.',
  noKey: 'هذا ليس مفتاح مهمة.',
  gone: 'لم تعد هذه المهمة هنا.',
  moved: 'انتقلت المهمة في هذه الأثناء؛ هذا مكانها الآن.',
  notFound: 'لم يُعثر على المهمة',
  nowhere:
    'لا يوجد طابور أو قائمة أو عملية تحمل هذه المهمة: إما أنها انتهت أو حُذفت أو لم توجد قط. لا تترك المهام المنتهية في Redis سوى الأرقام في صفحة «المقاييس».',
  notInTime:
    'لم يُعثر عليها ضمن الوقت المسموح للصفحة. لا يُبحث في الطوابير الطويلة جدًا إلا جزئيًا؛ قد تكون ما زالت تنتظر في أحدها.',
  lookAgain: 'البحث مجددًا',
  by: (name) => <>بواسطة {name}</>,
  cancelLink: 'إلغاء…',
  cancel: {
    question: 'إلغاء هذه المهمة؟',
    consequence:
      'إن كانت تنتظر فستُزال. وإن كانت قيد التنفيذ فستُبلَّغ عمليتها، وتنتهي المهمة عند أول نقطة تتحقق فيها: مهام Howdah بإشارتها، ومهام Ruby عند التكرار فقط. ولن تُعاد محاولتها.',
    label: 'إلغاء المهمة',
    keep: 'دعها تستمر',
    removed: 'كانت المهمة تنتظر؛ أُزيلت ولن تُنفَّذ.',
    signalled: 'أُبلغت العملية التي تنفّذ المهمة. تعرض هذه الصفحة كيف تنتهي.',
    notFound: 'لم تعد المهمة تنتظر أو تُنفَّذ، لذلك لم يتغير شيء.',
  },
  facts: 'الحقائق',
  terms: {
    id: 'معرّف المهمة',
    class: 'الصنف',
    tags: 'الوسوم',
    process: 'العملية',
    runningFor: 'قيد التنفيذ منذ',
    progress: 'التقدم',
    iteration: 'التكرار',
    cursor: 'المؤشر',
    cancelled: 'أُلغيت',
  },
  iterationOf: (runs, time) =>
    `${forms(runs, {
      one: 'تنفيذ واحد',
      two: 'تنفيذان',
      few: '# تنفيذات',
      many: '# تنفيذًا',
      other: '# تنفيذ',
    })}، ${time}`,
  lastError: 'آخر خطأ',
  errorsKept: 'تحتفظ صيغة Sidekiq بأول فشل للمهمة وآخره، مع نص الأخير.',
  asStored: 'كما هي مخزَّنة',
  wholeAsStored: 'المهمة كاملة كما هي مخزَّنة',
  asText: 'كنص واحد، حرفًا بحرف',
  waitsForLimit: 'تنتظر حدًّا',
  next: {
    parked: (queue, limit) => (
      <>
        أُخذت من الطابور {queue} وتنتظر حتى يتوفر مكان ضمن الحد {limit}.
      </>
    ),
    running: (busy) => (
      <>تُنفَّذ الآن؛ انظر {busy}. تتابعها هذه الصفحة؛ وعند انتهائها لا يبقى منها شيء في Redis.</>
    ),
    runningOn: (process, busy) => (
      <>
        تُنفَّذ الآن على {process}؛ انظر {busy}. تتابعها هذه الصفحة؛ وعند انتهائها لا يبقى منها شيء في
        Redis.
      </>
    ),
    paused: (queue) => <>تنتظر في الطابور {queue} الموقوف مؤقتًا: ستُنفَّذ عندما يستأنفه أحد.</>,
    queued: (queue, command) => (
      <>
        تنتظر في الطابور {queue} وتُنفَّذ عندما يأتي دورها وتخدم عملية ذلك الطابور ({command}).
      </>
    ),
    dead: (list) => (
      <>استُنفدت محاولاتها وهي في {list}. لن يحدث شيء تلقائيًا؛ «إعادة المحاولة الآن» تنفّذها مجددًا.</>
    ),
    scheduled: (list, queue, at) => (
      <>
        هي في {list} وتنتقل إلى الطابور {queue} في وقتها: {at}
      </>
    ),
    retrying: (list, attempt, at, rest) => (
      <>
        في {list}: تبدأ المحاولة {attempt} {at}. {rest}
      </>
    ),
    lastOne: 'وهي الأخيرة؛ بعدها تصبح المهمة ميتة.',
    more: (count) =>
      forms(count, {
        one: 'وتبقى بعدها محاولة واحدة.',
        two: 'وتبقى بعدها محاولتان.',
        few: 'وتبقى بعدها # محاولات.',
        many: 'وتبقى بعدها # محاولة.',
        other: 'وتبقى بعدها # محاولة.',
      }),
  },
  story: {
    label: 'مسار هذه المهمة',
    created: 'أُنشئت',
    queued: 'دخلت طابورها',
    failedFirst: 'أول فشل',
    failedAgain: 'فشلت مجددًا',
    failedLast: (attempt) => `آخر فشل، المحاولة ${attempt}`,
    started: 'بدأت',
    nextAttempt: 'المحاولة التالية',
    runs: 'تُنفَّذ',
    gaveUp: 'استُنفدت المحاولات',
    later: (span) => `بعد ${span}`,
  },
}
