import type { WordsLike } from '../../language/catalogue.tsx'
import type { identity as english } from '../en/identity.ts'

export const identity: WordsLike<typeof english> = {
  clearQueue: (queue: string) => `إفراغ الطابور ${queue}`,
  deleteAll: {
    schedule: 'حذف كل المهام المجدولة',
    retry: 'حذف كل المحاولات المعادة',
    dead: 'حذف كل المهام الميتة',
  },
  deleteFound: (query: string) => `حذف كل المهام المطابقة لـ «${query}»`,
  stop: (process: string) => `إيقاف العملية ${process}`,
  stopAll: 'إيقاف كل العمليات',
}
