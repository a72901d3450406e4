import type { WordsLike } from '../../language/catalogue.tsx'
import type { history as english } from '../en/history.ts'

export const history: WordsLike<typeof english> = {
  title: '処理の推移',
  period: '期間',
  periods: { '1h': '1 時間', '24h': '24 時間', '7d': '7 日', '30d': '30 日' },
  from: '開始',
  chart: (total: string, highest: string) =>
    `${total} 件のジョブを処理、一本の棒で最大 ${highest} 件`,
  table: '処理数と失敗数(UTC)、新しい順',
  note: 'Sidekiq 7 以降と Howdah のメトリクスが把握しているクラスの数です。',
}
