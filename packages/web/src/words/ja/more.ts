import type { WordsLike } from '../../language/catalogue.tsx'
import type { more as english } from '../en/more.ts'

export const more: WordsLike<typeof english> = {
  title: 'その他のページ',
  limits: '同時実行の上限',
  periodic: '定期ジョブ',
  profiles: 'プロファイル',
  where: '現在の位置',
  lastSeen: '最後に確認',
}
