import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { queues as english } from '../en/queues.tsx'

export const queues: WordsLike<typeof english> = {
  nothingWaits: (queueCount) =>
    forms(queueCount, { other: '# 個のキューに、待機中のジョブはありません。' }),
  waiting: (jobs, queueCount) => forms(queueCount, { other: `# 個のキューに ${jobs}。` }),
  noQueue: 'ジョブの入ったキューはまだありません。',
  noQueueHint: 'キューは、最初のジョブが入るか、プロセスが担当すると表示されます。',
  notShown: (count, address) => (
    <>
      {forms(count, { other: 'ほかの # 個のキューは表示していません。アドレスで開けます:' })}{' '}
      {address}
    </>
  ),
  rates:
    '流量は過去 5 分間の 1 分あたりのジョブ数です。入った数は待機中のジョブから数え、取り出された数はサイズの変化から求めます。線は、このサーバーが観測した範囲での過去 1 時間のサイズです。',
  columns: {
    name: '名前',
    size: 'サイズ',
    oldestWaits: '最長待ち時間',
    in: '流入',
    out: '流出',
    workers: 'ワーカー',
    lastHour: '過去 1 時間',
    enqueued: '投入時刻',
    waiting: '待ち時間',
  },
  noWorkers: 'なし',
  sizeLine: '過去 1 時間のサイズ',
  paused: '一時停止中',
  empty: '空',
  running: '稼働中',
  nobodyListens: '担当なし',
  pausedElsewhere: '別のプログラムによる',
  by: (name) => <>{name}</>,
  pause: '一時停止',
  resume: '再開',
  clear: '空にする…',
  backlog: (command) => (
    <>
      ジョブの待ち時間が長いのは、処理より速くリクエストが来ているためです。ワーカープロセスを増やすと改善します。
      {command} をもう一つ起動してください。
    </>
  ),
  queue: (name) => `キュー ${name}`,
  clearQueue: 'キューを空にする…',
  listening: (count) => forms(count, { other: '# プロセスが担当' }),
  listeningOnly: (listening) => `${listening}しています。`,
  waits: (count, oldest, listening) =>
    forms(count, { other: `# 件のジョブが待機中、最長 ${oldest}。${listening}しています。` }),
  moreHelp: (command) => (
    <>
      キューが伸び続けるのは、処理より速くリクエストが来ているためです。ワーカープロセスを増やすと改善します:{' '}
      {command}
    </>
  ),
  comeIn: '流入',
  taken: '流出',
  nothingIn: (name) => `${name} に待機中のジョブはありません。`,
  lastFinished: (time) => <>最後にジョブが終わった日時: {time}</>,
  lastFinishedNote: 'Howdah のプロセスの記録です。Ruby のプロセスは記録しません。',
  lastFinishedUnknown:
    '最後にジョブが終わった日時は不明です。記録するのは Howdah のプロセスだけで、30 日間保存されます。',
  anyClass: 'すべて',
  classHint: (count) => `次の ${count} 件のジョブにあるクラスです。検索はキュー全体が対象です。`,
  captions: {
    next: (name) => `${name} のジョブ、次に実行される順`,
    newest: (name) => `${name} のジョブ、新しい順`,
  },
  order: '並び順',
  orders: { next: '次に実行される順', newest: '新しい順' },
  noSuchName: 'この名前のキューはありえません。',
  noSuchQueue: (name) => `今はキュー「${name}」がありません。次のジョブが入ると表示されます。`,
  pausedAlready: (name) => `キュー ${name} はすでに一時停止中でした。`,
  nowPaused: (name) =>
    `キュー ${name} を一時停止しました。実行中のジョブは続き、待機中のジョブは再開まで待ちます。Sidekiq のプロセスが一時停止に従うのは Pro だけです。`,
  notPaused: (name) => `キュー ${name} は一時停止していません。`,
  goesOn: (name) => `キュー ${name} を再開しました。`,
  jobGone: 'このジョブはもうキューにありません。実行中か、完了したか、削除されました。',
  jobDeleted: (name) => `キュー ${name} からジョブを削除しました。`,
  emptyAlready: (name) => `キュー ${name} はすでに空です。`,
  clearQuestion: (name) => `キュー ${name} を空にしますか?`,
  clearConsequence: (count) =>
    forms(count, {
      other: '# 件のジョブがすべて削除され、実行されません。この操作は取り消せません。',
    }),
  deleteJobs: (count) => forms(count, { other: '# 件のジョブを削除' }),
  typeExactly: (name) => `名前をそのまま入力してください: ${name}`,
  cleared: (count, name) => forms(count, { other: `${name} から # 件のジョブを削除しました。` }),
  duplicateOf: (position) => `#${position} と重複`,
  duplicates: (count) =>
    forms(count, {
      other: '# 件のジョブは、前にあるジョブと同じ内容です。それぞれ最初のものが残ります。',
    }),
  deleteDuplicates: (count) => forms(count, { other: '重複 # 件を削除' }),
  duplicatesDeleted: (count) => forms(count, { other: '重複 # 件を削除しました。' }),
  goneAlready: (count) => forms(count, { other: '# 件のジョブはすでにありませんでした。' }),
}
