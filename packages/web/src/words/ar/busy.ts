import { isolate } from '../../language/bidi.ts'
import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { busy as english } from '../en/busy.ts'

export const busy: WordsLike<typeof english> = {
  note: ({ processes, running, threads, share, memory }) =>
    `${processes}، المشغول ${running} من ${threads}${share === null ? '' : ` (${share})`}${memory === null ? '' : `، الذاكرة ${memory}`}.`,
  processes: 'العمليات',
  columns: {
    process: 'العملية',
    queues: 'الطوابير',
    started: 'بدأت',
    rss: 'الذاكرة (RSS)',
    threads: 'الخيوط',
    busy: 'المشغول',
    beat: 'النبضة',
    progress: 'التقدم',
    runningFor: 'منذ',
  },
  leader: 'القائدة',
  quiet: 'لا تستقبل',
  embedded: 'مضمَّنة',
  andMore: (count) =>
    forms(count, { one: 'وواحد آخر', two: 'واثنان آخران', few: 'و# أخرى', other: 'و# أخرى' }),
  late: (span) => `${span}، متأخرة`,
  orphan: 'يتيمة: عمليتها لم تعد موجودة',
  silent: 'عمليتها صامتة',
  running: 'المهام قيد التنفيذ',
  runningNoun: 'مهام قيد التنفيذ',
  processesNoun: 'عمليات',
  runningCaption: 'المهام قيد التنفيذ، اليتيمة والأطول أولًا',
  nothingRuns: 'لا توجد مهمة قيد التنفيذ الآن.',
  quietLink: 'إيقاف الاستقبال…',
  stopLink: 'إنهاء…',
  quietAll: 'إيقاف استقبال الكل…',
  stopAll: 'إنهاء الكل…',
  noSuchProcess: 'لا تعمل عملية كهذه.',
  allProcesses: 'كل العمليات',
  askQuiet: {
    question: (name) => `إيقاف الاستقبال: ${isolate(name)}؟`,
    consequence: 'لن تُؤخذ مهام جديدة وستُستكمل الجارية. لا يعيدها إلا إعادة التشغيل.',
    label: (name) => `إيقاف الاستقبال: ${isolate(name)}`,
  },
  askStop: {
    question: (name) => `إنهاء: ${isolate(name)}؟`,
    consequence:
      'لن تُؤخذ مهام جديدة؛ تُمنح الجارية 25 ثانية ثم تعود إلى طوابيرها. بعد ذلك تنتهي العملية.',
    label: (name) => `إنهاء: ${isolate(name)}`,
  },
  gone: 'لم تعد تلك العملية تعمل.',
  toldQuiet: (name) =>
    `طُلب من ${isolate(name)} إيقاف الاستقبال؛ سيصلها ذلك مع نبضتها التالية خلال 10 ث.`,
  toldStop: (name) => `طُلب من ${isolate(name)} الإنهاء؛ سيصلها ذلك مع نبضتها التالية خلال 10 ث.`,
  allToldQuiet: (count) =>
    forms(count, {
      one: 'طُلب من عملية واحدة إيقاف الاستقبال.',
      two: 'طُلب من عمليتين إيقاف الاستقبال.',
      few: 'طُلب من # عمليات إيقاف الاستقبال.',
      other: 'طُلب من # عملية إيقاف الاستقبال.',
    }),
  allToldStop: (count) =>
    forms(count, {
      one: 'طُلب من عملية واحدة الإنهاء.',
      two: 'طُلب من عمليتين الإنهاء.',
      few: 'طُلب من # عمليات الإنهاء.',
      other: 'طُلب من # عملية الإنهاء.',
    }),
}
