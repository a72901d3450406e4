import type { WordsLike } from '../../language/catalogue.tsx'
import type { more as english } from '../en/more.ts'

export const more: WordsLike<typeof english> = {
  title: 'صفحات أخرى',
  limits: 'الحدود',
  periodic: 'المهام الدورية',
  profiles: 'ملفات الأداء',
  where: 'موضعك الآن',
  lastSeen: 'آخر ظهور',
}
