import type { WordsLike } from '@howdah/web/views'
import type { overview as english } from '../en/overview.ts'

export const overview: WordsLike<typeof english> = {
  title: '管理',
  note: '今、対応が必要なもの。',
  cards: 'ひと目で',
  attention: '対応が必要なエクスポート',
  attentionNote: '失敗または停止中',
  failed: '24時間以内の失敗',
  failedNote: '打ち切られたエクスポート',
  unserved: 'ワーカーのないキュー',
  unservedNote: (names) => `${names} を処理するワーカーがありません`,
  served: 'ジョブのあるキューにはすべてワーカーがあります',
  disk: 'ディスクの空き',
  diskNote: 'アーカイブの保存先',
  unlimited: '制限なし',
  unlimitedNote: 'アーカイブはバケットに保存されています',
  unknown: '不明',
  unknownNote: 'Redis が応答しません',
}
