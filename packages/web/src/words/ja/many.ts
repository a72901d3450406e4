import { forms } from '../../language/catalogue.tsx'
import type { WordsLike } from '../../language/catalogue.tsx'
import type { many as english } from '../en/many.ts'

export const many: WordsLike<typeof english> = {
  kill: '失敗を確定',
  killSelected: '選択した失敗を確定',
  killAll: (count: string) => `${count} 件すべての失敗を確定`,
  killAllQuestion: (count: number) =>
    forms(count, { other: '# 件すべてのジョブの失敗を確定しますか？' }),
  killFound: '合うものすべての失敗を確定',
  killEffect:
    '失敗が確定したジョブに移り（最大 10,000 件まで保持）、そこで再試行されない限り実行されません。',
  killed: '件の失敗を確定',
  jobsOfQueue: (queue: string) => `キュー ${queue} のジョブ`,
  deleteFromQueue: (queue: string) => `キュー ${queue} の合うジョブをすべて削除しますか？`,
  deleteFound: '合うものをすべて削除',
  queueEffect: '実行されなくなります。24 時間以内であればキューの最後尾に戻せます。',
  putBackAtEnd: '削除したジョブは、元の順番のままキューの最後尾に戻せます。',
}
