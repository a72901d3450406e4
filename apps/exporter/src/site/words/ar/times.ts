import type { WordsLike } from '@howdah/web/views'
import type { times as english } from '../en/times.ts'

export const times: WordsLike<typeof english> = {
  title: 'الأوقات',
  note: 'بأي ساعة يعرض هذا المتصفح الأوقات. لا يتأثر أحد غيرك.',
  save: 'حفظ',
  saved: 'تُعرض الأوقات كما اخترت.',
  noZone: 'اذكر المنطقة الزمنية أو اختر UTC.',
  unknownZone: 'لا توجد منطقة زمنية بهذا الاسم.',
}
