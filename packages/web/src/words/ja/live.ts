import type { WordsLike } from '../../language/catalogue.tsx'
import type { live as english } from '../en/live.ts'

export const live: WordsLike<typeof english> = {
  pause: '更新を一時停止',
  resume: '更新を再開',
  paused: '更新は一時停止中',
  whileSelected: '行を選択している間、更新は一時停止します',
  away: 'Redis が応答しません。最後に分かっていた状態を表示しています',
  every: (seconds) => `${seconds} 秒ごとに更新`,
  live: 'ライブ',
  off: '更新はオフです',
  newRows: { other: '新しい行 # 件を表示' },
  copied: 'コピーしました',
}
