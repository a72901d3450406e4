import type { WordsLike } from '../../language/catalogue.tsx'
import type { history as english } from '../en/history.ts'

export const history: WordsLike<typeof english> = {
  title: 'العمل عبر الزمن',
  period: 'المدة',
  periods: { '1h': 'ساعة واحدة', '24h': '24 ساعة', '7d': '7 أيام', '30d': '30 يومًا' },
  from: 'من',
  chart: (total: string, highest: string) => `عولجت ${total} مهمة، وأقصاها ${highest} في عمود واحد`,
  table: 'المهام المعالجة والفاشلة (UTC)، الأحدث أولًا',
  note: 'من Sidekiq 7 فما بعده ومن Howdah: الأصناف التي تعرفها قياساتها.',
}
