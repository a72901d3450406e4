import { formatCount, type WordsLike } from '@howdah/web/views'
import type { bulk as english } from '../en/bulk.ts'

const exportsOf = (count: number): string => `${formatCount(count)} 件のエクスポート`

export const bulk: WordsLike<typeof english> = {
  bar: {
    label: '選択したエクスポート',
    selected: '件を選択中',
    retry: '今すぐ再試行',
    cancel: '取り消す',
    'delete-file': '削除',
    all: (count) => `またはこのフィルターに合う${exportsOf(count)}すべて…`,
    allUncounted: 'またはこのフィルターに合うエクスポートすべて…',
  },
  actions: {
    retry: {
      choice: 'キューに戻す',
      question: (count) => `${exportsOf(count)}をキューに戻しますか?`,
      consequence:
        '失敗したもの、止まっているもの、再試行を待っているものは、ワーカーが空きしだい始まります。',
      button: '今すぐ再試行',
      done: (count) => `${exportsOf(count)}をキューに戻しました。`,
    },
    cancel: {
      choice: '取り消す',
      question: (count) => `${exportsOf(count)}を取り消しますか?`,
      consequence: '実行中のものも止まります。メンバーは新しくリクエストできます。',
      button: '取り消す',
      done: (count) => `${exportsOf(count)}を取り消しました。`,
    },
    'delete-file': {
      choice: 'ファイルを削除',
      question: (count) => `${exportsOf(count)}のファイルを削除しますか?`,
      consequence:
        'メンバーはダウンロードできなくなり、新しくリクエストする必要があります。行は残ります。',
      button: 'ファイルを削除',
      done: (count) => `${formatCount(count)} 件のファイルを削除しました。`,
    },
  },
  proof: '複数のエクスポートのファイルを削除',
  nothingTicked: '何も選択されていなかったため、何も行われていません。',
  left: (count) => `${exportsOf(count)}はそのままです:`,
  why: '理由',
  whyHint: '監査と各エクスポートの経過に残ります。',
  noReason: '理由を短く書いてください。',
  noAction: '操作を選んでください。',
  nothingFits: '当てはまるエクスポートがなくなったため、何も行われていません。',
  keep: 'そのままにする',
  all: {
    title: 'フィルターに合うすべてのエクスポート',
    note: 'バックグラウンドで少しずつ処理し、途中で中止できます。後から加わったものには触れません。',
    filter: 'フィルター:',
    everything: 'なし(予定のすべて)',
    what: '操作',
    begin: '開始',
  },
  operations: {
    title: 'エクスポートの一括操作',
    note: '多くのエクスポートにまとめて行われた操作です。',
    none: 'まとめて行われた操作はありません。',
    crumb: 'エクスポート',
    head: {
      what: '操作',
      state: '状態',
      done: '完了',
      by: '実行者',
      reason: '理由',
      begun: '開始',
    },
    states: { running: '進行中', done: '完了', aborted: '中止' },
    looked: (looked, total, changed) => `${total} 件中 ${looked} 件を確認、${changed} 件を変更。`,
    rest: (count) => `${exportsOf(count)}はその間に変わっていたため、そのままにしました。`,
    problem: (text) => `止まっています: ${text} 自動的に再開します。`,
    abort: '中止',
    aborted: '中止しました。済んだものはそのままで、残りは元のままです。',
    over: 'すでに終了していました。',
    ended: '終了',
    took: '所要時間',
    progress: '進み具合',
    missing: 'その操作はありません。',
  },
}
