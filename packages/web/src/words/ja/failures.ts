import type { WordsLike } from '../../language/catalogue.tsx'
import type { failures as english } from '../en/failures.ts'

export const failures: WordsLike<typeof english> = {
  looked: (retries, dead) => `${retries}と${dead}を確認しました。`,
  all: (what) => what,
  part: (seen, what) => `${what}のうち ${seen} 件(時刻の新しい順)`,
  nothing: '再試行待ちまたはデッドになっている失敗はありません。',
  caption: 'エラー別の失敗',
  note: '各ジョブの最後の失敗で数えます。その後成功したジョブは含みません。失敗した実行の総数は「メトリクス」にあります。',
  where: '場所',
  spans: { '1h': '1 時間以内', '24h': '1 日以内', '7d': '1 週間以内' },
  inAll: '合計',
  last: '最後',
  noClass: 'クラスなし',
}
