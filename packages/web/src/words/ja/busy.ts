import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { busy as english } from '../en/busy.ts'

export const busy: WordsLike<typeof english> = {
  note: ({ processes, running, threads, share, memory }) =>
    `${processes}、${threads}中 ${running} が使用中${share === null ? '' : `(${share})`}${memory === null ? '' : `、メモリ ${memory}`}。`,
  processes: 'プロセス',
  columns: {
    process: 'プロセス',
    queues: 'キュー',
    started: '開始',
    rss: 'RSS',
    threads: 'スレッド',
    busy: '使用中',
    beat: 'ハートビート',
    progress: '進捗',
    runningFor: '実行時間',
  },
  leader: 'リーダー',
  quiet: '受付停止',
  embedded: '組み込み',
  andMore: (count) => forms(count, { other: 'ほか # 件' }),
  late: (span) => `${span}(遅れ)`,
  orphan: '孤立:プロセスがありません',
  silent: 'プロセスが応答していません',
  running: '実行中のジョブ',
  runningNoun: '件の実行中のジョブ',
  processesNoun: 'プロセス',
  runningCaption: '実行中のジョブ(孤立したものと長いものが先)',
  nothingRuns: '現在実行中のジョブはありません。',
  quietLink: '受付停止…',
  stopLink: '終了…',
  quietAll: 'すべて受付停止…',
  stopAll: 'すべて終了…',
  noSuchProcess: 'そのようなプロセスは動いていません。',
  allProcesses: 'すべてのプロセス',
  askQuiet: {
    question: (name) => `${name} の受付を停止しますか?`,
    consequence: '新しいジョブは取らず、実行中のものを終わらせます。元に戻すには再起動が必要です。',
    label: (name) => `${name} の受付を停止`,
  },
  askStop: {
    question: (name) => `${name} を終了しますか?`,
    consequence:
      '新しいジョブは取りません。実行中のものは 25 秒待ってからキューへ戻し、その後プロセスが終わります。',
    label: (name) => `${name} を終了`,
  },
  gone: 'そのプロセスはもう動いていません。',
  toldQuiet: (name) => `${name} に受付停止を伝えました。10 秒以内の次のハートビートで届きます。`,
  toldStop: (name) => `${name} に終了を伝えました。10 秒以内の次のハートビートで届きます。`,
  allToldQuiet: (count) => forms(count, { other: '# プロセスに受付停止を伝えました。' }),
  allToldStop: (count) => forms(count, { other: '# プロセスに終了を伝えました。' }),
}
