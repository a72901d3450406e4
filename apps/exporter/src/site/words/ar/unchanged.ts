import { isolate, type WordsLike } from '@howdah/web/views'
import type { unchanged as english } from '../en/unchanged.ts'

export const unchanged: WordsLike<typeof english> = {
  missing: (id) => `لا يوجد تصدير ${id}.`,
  wrongState: {
    'queue-again': (id, state) => `التصدير ${id} (${state}) لا يمكن إعادته إلى القائمة.`,
    reschedule: (id, state) => `التصدير ${id} (${state}) لا يمكن تغيير موعده.`,
    cancel: (id, state) => `التصدير ${id} (${state}) لا يمكن إلغاؤه.`,
    'give-up': (id, state) => `التصدير ${id} (${state}) لا يمكن وسمه كفاشل.`,
    'delete-file': (id, state) => `التصدير ${id} (${state}) لا يمكن حذفه: لا أرشيف له.`,
  },
  timeOver: 'مضى هذا الوقت. اختر وقتًا قادمًا.',
  hasStarted: 'بدأ في هذه الأثناء.',
  inMastodon: 'يبنيه الآن أحد عمال Mastodon، ولا يمكن مقاطعتهم. انتظر حتى ينتهي.',
  otherActive: (type, name) => `هناك تصدير آخر لـ${isolate(`@${name}`)} قيد التنفيذ (${type}).`,
}
