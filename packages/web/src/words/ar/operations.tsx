import { isolate } from '../../language/bidi.ts'
import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { operations as english } from '../en/operations.tsx'

export const operations: WordsLike<typeof english> = {
  note: 'إعادة محاولة مهام كثيرة أو حذفها دفعة واحدة. يمكن استعادة المحذوفة خلال 24 ساعة.',
  empty: 'لم يُنفَّذ أي إجراء على مهام كثيرة دفعة واحدة.',
  emptyHint: 'يبدأ الإجراء من «الكل» في قائمة، أو من كل ما يعثر عليه بحث.',
  caption: 'الإجراءات الجماعية، الأحدث أولًا',
  columns: { what: 'الإجراء', done: 'المنجز', by: 'بواسطة', reason: 'السبب', begun: 'بدأ' },
  jobsOfQueue: (queue) => `مهام الطابور ${isolate(queue)}`,
  titleAll: {
    retry: (noun) => `إعادة محاولة كل ${noun}`,
    'run-now': (noun) => `تنفيذ كل ${noun}`,
    delete: (noun) => `حذف كل ${noun}`,
    kill: (noun) => `إنهاء كل ${noun}`,
  },
  titleFound: {
    retry: (noun, query) => `إعادة محاولة ${noun} المطابقة لـ ${isolate(query)}`,
    'run-now': (noun, query) => `تنفيذ ${noun} المطابقة لـ ${isolate(query)}`,
    delete: (noun, query) => `حذف ${noun} المطابقة لـ ${isolate(query)}`,
    kill: (noun, query) => `إنهاء ${noun} المطابقة لـ ${isolate(query)}`,
  },
  titleChosen: (what) => `حذف: ${what}`,
  states: {
    running: 'جارٍ',
    undoing: 'جارٍ الاسترجاع',
    aborted: 'أُلغي',
    undone: 'استُرجع',
    done: 'تم',
  },
  unknown: 'لا يوجد إجراء كهذا؛ تُحفظ الإجراءات 30 يومًا.',
  abort: 'إلغاء الإجراء',
  putBack: (count) =>
    forms(count, {
      one: 'استرجاع مهمة واحدة',
      two: 'استرجاع مهمتين',
      few: 'استرجاع # مهام',
      other: 'استرجاع # مهمة',
    }),
  progress: 'التقدم',
  restored: (restored, jobs) => `استُرجع ${restored} من ${jobs}.`,
  looked: {
    retry: (looked, jobs, done) => `فُحص ${looked} من ${jobs}، ونُقل إلى الطوابير: ${done}.`,
    delete: (looked, jobs, done) => `فُحص ${looked} من ${jobs}، وحُذف: ${done}.`,
    kill: (looked, jobs, done) => `فُحص ${looked} من ${jobs}، ونُقل إلى المهام الميتة: ${done}.`,
  },
  filter: 'التصفية',
  chosen: 'اختيرت واحدة واحدة',
  noFilter: 'بلا تصفية: كلها',
  ended: 'انتهى',
  took: 'المدة',
  keptForSet: (until) => <>تُحفظ المهام المحذوفة حتى {until} وتعود إلى أماكنها السابقة.</>,
  keptForQueue: (until) => (
    <>تُحفظ المهام المحذوفة حتى {until}. يمكن إعادتها إلى نهاية طابورها بترتيبها القديم.</>
  ),
  nowAborted: 'أُلغي. ما أُنجز يبقى، والباقي على حاله.',
  hadEnded: 'كان قد انتهى.',
  nothingLeft: 'لم يبقَ ما يُسترجع.',
  nowUndoing: 'يجري استرجاع المهام المحذوفة.',
  runAll: (count) => `تنفيذ الكل (${count})`,
  runAllQuestion: (what) => `هل تريد تنفيذ الكل؟ ${what}`,
  questionFound: {
    retry: (noun) => `إعادة محاولة كل ${noun} المطابقة؟`,
    'run-now': (noun) => `تنفيذ كل ${noun} المطابقة؟`,
    delete: (noun) => `حذف كل ${noun} المطابقة؟`,
    kill: (noun) => `إنهاء كل ${noun} المطابقة؟`,
  },
  labelFound: {
    retry: 'إعادة محاولة كل المطابق',
    'run-now': 'تنفيذ كل المطابق',
    delete: 'حذف كل المطابق',
    kill: 'إنهاء كل المطابق',
  },
  allLookedAt: (count, query) => `تُفحص كلها (${count})، وتؤخذ المطابقة لـ «${isolate(query)}».`,
  effect: {
    delete: 'لن تُنفَّذ. ويمكن استرجاعها خلال 24 ساعة.',
    queue: 'لن تُنفَّذ. ويمكن خلال 24 ساعة إعادتها إلى نهاية الطابور.',
    run: 'تنتقل إلى طوابيرها وتُنفَّذ حالما تتفرغ عمليات.',
  },
  inBackground: 'يجري ذلك في الخلفية ويمكن إلغاؤه.',
  sayWhy: 'اذكر السبب بكلمات قليلة.',
  emptySearch: 'كان البحث فارغًا، لذلك لم يُنفَّذ شيء.',
  begun: 'بدأ. تتابعه هذه الصفحة.',
}
