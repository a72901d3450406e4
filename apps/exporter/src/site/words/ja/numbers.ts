import type { WordsLike } from '@howdah/web/views'
import type { numbers as english } from '../en/numbers.ts'

export const numbers: WordsLike<typeof english> = {
  title: '数字で見るエクスポート',
  note: '過去 30 日間に終了したエクスポートです。日付は UTC です。',
  none: 'この期間に終了したエクスポートはありません。',
  outcomes: '結果ごとのエクスポート',
  done: '完了',
  cancelled: 'キャンセル',
  failed: '失敗',
  day: '日',
  sizes: 'サイズごとのアーカイブ',
  upTo: '以下',
  larger: 'それ以上',
  archives: 'アーカイブ',
  times: '申請からアーカイブまでの時間',
  overall: (p50, p95) => `半数は ${p50} 以内、95 % は ${p95} 以内に準備できました。`,
  p50: 'p50',
  p95: 'p95',
  asTable: '同じ内容の表',
}
