import { formatCount, forms, isolate, type WordsLike } from '@howdah/web/views'
import type { bulk as english } from '../en/bulk.ts'

const exportsOf = (count: number): string =>
  forms(count, {
    one: 'تصدير واحد',
    two: 'تصديرين',
    few: '# عمليات تصدير',
    many: '# عملية تصدير',
    other: '# عملية تصدير',
  })

export const bulk: WordsLike<typeof english> = {
  bar: {
    label: 'عمليات التصدير المحددة',
    selected: 'محددة',
    retry: 'إعادة المحاولة الآن',
    cancel: 'إلغاء',
    'delete-file': 'حذف',
    all: (count) => `أو كل ما يطابق هذا المرشّح (${formatCount(count)})…`,
    allUncounted: 'أو كل ما يطابق هذا المرشّح…',
  },
  actions: {
    retry: {
      choice: 'إعادة إلى قائمة الانتظار',
      question: (count) => `أتريد إعادة ${exportsOf(count)} إلى قائمة الانتظار؟`,
      consequence: 'ما فشل أو علق أو ينتظر محاولة يبدأ حالما تتفرغ عمليات عاملة.',
      button: 'إعادة المحاولة الآن',
      done: (count) => `أُعيد إلى قائمة الانتظار: ${exportsOf(count)}.`,
    },
    cancel: {
      choice: 'إلغاء',
      question: (count) => `أتريد إلغاء ${exportsOf(count)}؟`,
      consequence: 'تتوقف كلها، حتى ما يعمل منها. ويمكن لأصحابها تقديم طلبات جديدة.',
      button: 'إلغاؤها',
      done: (count) => `أُلغي: ${exportsOf(count)}.`,
    },
    'delete-file': {
      choice: 'حذف الملف',
      question: (count) => `أتريد حذف ملفات ${exportsOf(count)}؟`,
      consequence: 'لن يتمكن أصحابها من تنزيلها وعليهم تقديم طلبات جديدة. أما الصفوف فتبقى.',
      button: 'حذف الملفات',
      done: (count) =>
        forms(count, {
          one: 'حُذف ملف واحد.',
          two: 'حُذف ملفان.',
          few: 'حُذفت # ملفات.',
          many: 'حُذف # ملفًا.',
          other: 'حُذف # ملف.',
        }),
    },
  },
  proof: 'حذف ملفات عدة عمليات تصدير',
  nothingTicked: 'لم يُحدَّد شيء، لذا لم يُنفَّذ شيء.',
  left: (count) => `بقي كما كان (${formatCount(count)}):`,
  why: 'السبب',
  whyHint: 'يُحفظ في سجل التدقيق وفي قصة كل تصدير.',
  noReason: 'اذكر السبب بكلمات قليلة.',
  noAction: 'اختر ما ينبغي فعله.',
  nothingFits: 'لم يعد أي تصدير مطابقًا، لذا لم يُنفَّذ شيء.',
  keep: 'تركها كما هي',
  all: {
    title: 'كل عمليات التصدير المطابقة للمرشّح',
    note: 'يجري العمل في الخلفية على بضع عمليات معًا، ويمكن إيقافه. وما يأتي لاحقًا لا يُمسّ.',
    filter: 'المرشّح:',
    everything: 'لا شيء، الجدول كله',
    what: 'ما ينبغي فعله',
    begin: 'بدء',
  },
  operations: {
    title: 'إجراءات على عمليات التصدير',
    note: 'ما نُفّذ على عمليات تصدير كثيرة معًا.',
    none: 'لم يُنفَّذ شيء على عمليات تصدير كثيرة معًا.',
    crumb: 'عمليات التصدير',
    head: {
      what: 'ماذا',
      state: 'الحالة',
      done: 'المنجز',
      by: 'من',
      reason: 'السبب',
      begun: 'بدأ',
    },
    states: { running: 'قيد التنفيذ', done: 'مكتمل', aborted: 'أُوقف' },
    looked: (looked, total, changed) => `فُحص ${looked} من ${total}؛ وتغيّر ${changed}.`,
    rest: (count) => `تغيّر في هذه الأثناء وتُرك دون مساس: ${exportsOf(count)}.`,
    problem: (text) => `توقف مؤقتًا: ${isolate(text)} سيُستأنف من تلقاء نفسه.`,
    abort: 'إيقاف',
    aborted: 'أُوقف. ما نُفّذ يبقى منفذًا، والباقي كما كان.',
    over: 'كان قد انتهى بالفعل.',
    ended: 'انتهى',
    took: 'المدة',
    progress: 'التقدّم',
    missing: 'لا يوجد إجراء كهذا.',
  },
}
