import { formatCount, isolate, type WordsLike } from '@howdah/web/views'
import type { exportPage as english } from '../en/export-page.ts'

const exportOf = (type: string, name: string): string => `${type} ${isolate(`@${name}`)}`

export const exportPage: WordsLike<typeof english> = {
  deadline: (day, of) => `اليوم ${day} من ${of} وفق GDPR`,
  address: 'عرض العنوان',
  waited: 'الانتظار',
  older: (count) => `وأقدم منها ${formatCount(count)}، وهي محفوظة`,
  numbered: (id, name) => exportOf(`التصدير ${id} لحساب`, name),
  progress: {
    title: 'التقدّم',
    heartbeat: 'آخر علامة حياة',
    ready: (range, runs) => `يصبح جاهزًا ${range} (تقدير من حالات مشابهة عددها ${formatCount(runs)})`,
    longer: (runs) => `يستغرق وقتًا أطول من حالات مشابهة عددها ${formatCount(runs)}.`,
    places: { done: 'اكتمل', now: 'الآن', later: 'لاحقًا' },
  },
  giveUp: {
    button: 'تسجيله فاشلًا وإبلاغ العضو',
    title: (type, name) => `أتريد تسجيل ${exportOf(type, name)} فاشلًا؟`,
    note: 'لن تُجرى محاولة أخرى، ويُبلَّغ العضو بالبريد بأن الأمر لم ينجح. ويمكنه بعدها تقديم طلب جديد.',
    why: 'السبب',
    whyHint: 'لسجل التدقيق؛ لا يقرؤه العضو.',
    noReason: 'اذكر السبب بكلمات قليلة.',
    keep: 'تركه كما هو',
    done: (type, name) => `سُجّل فاشلًا: ${exportOf(type, name)}. وسيُبلَّغ العضو.`,
  },
  purged: {
    title: 'لم يعد هذا التصدير هنا',
    note: 'تُحفظ صفوف عمليات التصدير المنتهية مدة محدودة؛ ويحتفظ سجل التدقيق بما نُفّذ عليها.',
    when: 'حُذف وفق مدة الحفظ في',
    audit: 'عرض سجل التدقيق',
  },
}
