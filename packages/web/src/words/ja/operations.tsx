import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { operations as english } from '../en/operations.tsx'

export const operations: WordsLike<typeof english> = {
  note: '多くのジョブをまとめて再試行・削除します。削除したジョブは 24 時間以内なら元に戻せます。',
  empty: '一括操作はまだありません。',
  emptyHint: '一覧の「すべて」か、検索で見つかったすべてから始まります。',
  caption: '一括操作(新しい順)',
  columns: { what: '内容', done: '完了数', by: '実行者', reason: '理由', begun: '開始' },
  jobsOfQueue: (queue) => `キュー ${queue} のジョブ`,
  titleAll: {
    retry: (noun) => `${noun}をすべて再試行`,
    'run-now': (noun) => `${noun}をすべて実行`,
    delete: (noun) => `${noun}をすべて削除`,
    kill: (noun) => `${noun}をすべてデッドへ移動`,
  },
  titleFound: {
    retry: (noun, query) => `${query} に合う${noun}を再試行`,
    'run-now': (noun, query) => `${query} に合う${noun}を実行`,
    delete: (noun, query) => `${query} に合う${noun}を削除`,
    kill: (noun, query) => `${query} に合う${noun}をデッドへ移動`,
  },
  titleChosen: (what) => `${what}を削除`,
  states: {
    running: '進行中',
    undoing: '復元中',
    aborted: '中断',
    undone: '復元済み',
    done: '完了',
  },
  unknown: 'そのような一括操作はありません。記録は 30 日間保持します。',
  abort: '中断',
  putBack: (count) => forms(count, { other: '# 件のジョブを元に戻す' }),
  progress: '進捗',
  restored: (restored, jobs) => `${jobs}のうち ${restored} 件を元に戻しました。`,
  looked: {
    retry: (looked, jobs, done) =>
      `${jobs}のうち ${looked} 件を確認し、${done} 件をキューに移しました。`,
    delete: (looked, jobs, done) =>
      `${jobs}のうち ${looked} 件を確認し、${done} 件を削除しました。`,
    kill: (looked, jobs, done) =>
      `${jobs}のうち ${looked} 件を確認し、${done} 件をデッドへ移しました。`,
  },
  filter: '条件',
  chosen: '一つずつ選択',
  noFilter: 'なし(すべて)',
  ended: '終了',
  took: '所要時間',
  keptForSet: (until) => <>削除したジョブは {until} まで保持され、元の場所に戻せます。</>,
  keptForQueue: (until) => (
    <>削除したジョブは {until} まで保持され、元の順番のままキューの最後尾に戻せます。</>
  ),
  nowAborted: '中断しました。済んだものはそのまま、残りは元のままです。',
  hadEnded: 'すでに終わっていました。',
  nothingLeft: '元に戻せるものはもうありません。',
  nowUndoing: '削除したジョブを元に戻しています。',
  runAll: (count) => `全 ${count} 件を実行`,
  runAllQuestion: (what) => `${what}をすべて実行しますか?`,
  questionFound: {
    retry: (noun) => `合う${noun}をすべて再試行しますか?`,
    'run-now': (noun) => `合う${noun}をすべて実行しますか?`,
    delete: (noun) => `合う${noun}をすべて削除しますか?`,
    kill: (noun) => `合う${noun}をすべてデッドへ移動しますか?`,
  },
  labelFound: {
    retry: '合うものをすべて再試行',
    'run-now': '合うものをすべて実行',
    delete: '合うものをすべて削除',
    kill: '合うものをすべてデッドへ移動',
  },
  allLookedAt: (count, query) => `全 ${count} 件を確認し、「${query}」に合うものを対象にします。`,
  effect: {
    delete: '実行されなくなります。24 時間以内なら元に戻せます。',
    queue: '実行されなくなります。24 時間以内であればキューの最後尾に戻せます。',
    run: 'それぞれのキューに移り、プロセスが空きしだい実行されます。',
  },
  inBackground: 'バックグラウンドで進み、中断できます。',
  sayWhy: '理由を簡単に書いてください。',
  emptySearch: '検索条件が空だったため、何もしませんでした。',
  begun: '開始しました。このページで経過を表示します。',
}
