import type { WordsLike } from '../../language/catalogue.tsx'
import type { many as english } from '../en/many.ts'

export const many: WordsLike<typeof english> = {
  kill: 'デッドへ移動',
  killed: '件をデッドへ移動',
  jobsOfQueue: (queue: string) => `キュー ${queue} のジョブ`,
  deleteFromQueue: (queue: string) => `キュー ${queue} の合うジョブをすべて削除しますか？`,
  deleteFound: '合うものをすべて削除',
  queueEffect: '実行されなくなります。24 時間以内であればキューの最後尾に戻せます。',
  putBackAtEnd: '削除したジョブは、元の順番のままキューの最後尾に戻せます。',
}
