import type { WordsLike } from '../../language/catalogue.tsx'
import type { identity as english } from '../en/identity.ts'

export const identity: WordsLike<typeof english> = {
  clearQueue: (queue: string) => `キュー ${queue} を空にする`,
  deleteAll: {
    schedule: '予定されたジョブをすべて削除する',
    retry: '再試行をすべて削除する',
    dead: '失敗が確定したジョブをすべて削除する',
  },
  deleteFound: (query: string) => `「${query}」に合うジョブをすべて削除する`,
  stop: (process: string) => `プロセス ${process} を停止する`,
  stopAll: 'すべてのプロセスを停止する',
}
