import { isolate } from '../../language/bidi.ts'
import type { WordsLike } from '../../language/catalogue.tsx'
import type { search as english } from '../en/search.ts'

export const search: WordsLike<typeof english> = {
  titleOf: (query) => `${isolate(query)} – بحث`,
  searchIn: 'البحث في',
  searchFor: 'البحث عن',
  placeholder: 'class: queue: error: args.user_id: أو أي نص',
  submit: 'بحث',
  queue: (name) => `الطابور ${isolate(name)}`,
  help: {
    title: 'ما يمكن البحث عنه',
    class: 'مهام يحتوي صنفها عليه',
    queue: 'مهام ذلك الطابور',
    error: 'مهام يحتوي آخر خطأ لها عليه، في الصنف أو الرسالة',
    args: 'مهام لها هذه القيمة بالضبط في ذلك الموضع من وسيط',
    since: 'مهام فشلت في آخر ساعة (وكذلك 30m و7d)',
    tag: 'مهام لها ذلك الوسم أو ذلك المعرّف',
    note: 'يجب أن تتطابق كل الأجزاء؛ وتُراعى حالة الأحرف؛ وما عدا ذلك نص يُبحث عنه في المهمة كلها. للبحث في طابور ابدأ من صفحته.',
  },
  searchedAll: (jobs, found) => `بُحث في ${jobs} كلها – عُثر على ${found}.`,
  searchedRest: (seen, total, found) => `بُحث في ${seen} من ${total} – عُثر على ${found}.`,
  searchedPart: (seen, total, found) => `بُحث في ${seen} من ${total} – عُثر على ${found}`,
  goOn: 'متابعة',
  nothingYet: 'لا شيء في هذا الجزء؛ تابع للبحث في الباقي.',
  noMore: 'لا توجد مهام مطابقة أخرى.',
  nothing: 'لا توجد هنا مهمة مطابقة.',
  nothingHint: 'تُراعى حالة الأحرف ويجب أن تتطابق كل الأجزاء. لا يمكن البحث عن القيم المخفية.',
  caption: 'المهام المطابقة',
  allThatFit: 'كل المطابق:',
  all: {
    retry: 'إعادة محاولة الكل…',
    'run-now': 'تنفيذ الكل…',
    delete: 'حذف الكل…',
    kill: 'إنهاء الكل…',
  },
}
