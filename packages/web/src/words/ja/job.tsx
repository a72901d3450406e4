import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { job as english } from '../en/job.tsx'

export const job: WordsLike<typeof english> = {
  noId: 'ジョブの ID ではありません。',
  noKey: 'ジョブのキーではありません。',
  gone: 'そのジョブはもうここにありません。',
  moved: 'ジョブはその間に移動しました。現在の場所はこちらです。',
  notFound: 'ジョブが見つかりません',
  nowhere:
    'どのキュー、一覧、プロセスにもこのジョブはありません。完了したか、削除されたか、最初から存在しません。完了したジョブが Redis に残すのは「メトリクス」の数値だけです。',
  notInTime:
    '1 ページにかけられる時間内には見つかりませんでした。とても長いキューは一部しか検索しないため、まだ待機しているかもしれません。',
  lookAgain: 'もう一度探す',
  by: (name) => <>実行者:{name}</>,
  cancelLink: '中止…',
  cancel: {
    question: 'このジョブを中止しますか?',
    consequence:
      '待機中なら取り除かれます。実行中ならプロセスに通知され、次に確認する箇所で終わります。Howdah のジョブはシグナルで、Ruby のジョブは反復処理のときだけ終わります。再試行はされません。',
    label: '中止する',
    keep: '続けさせる',
    removed: '待機中だったジョブを取り除きました。実行されません。',
    signalled: 'ジョブを実行中のプロセスに通知しました。終わり方はこのページに表示されます。',
    notFound: 'ジョブはもう待機も実行もしていないため、何も変更していません。',
  },
  facts: '詳細',
  terms: {
    id: 'ジョブ ID',
    class: 'クラス',
    tags: 'タグ',
    process: 'プロセス',
    runningFor: '実行時間',
    progress: '進捗',
    iteration: '反復',
    cursor: 'カーソル',
    cancelled: '中止',
  },
  iterationOf: (runs, time) => `${forms(runs, { other: '# 回' })}、${time}`,
  lastError: '最後のエラー',
  errorsKept: 'Sidekiq の形式では、最初と最後の失敗と、最後の失敗の本文が残ります。',
  asStored: '保存内容',
  wholeAsStored: '保存されているジョブの全体',
  asText: '一つのテキストとして、一字一句そのまま',
  waitsForLimit: '上限待ち',
  next: {
    parked: (queue, limit) => (
      <>
        キュー {queue} から取り出され、上限 {limit} に空きができるのを待っています。
      </>
    ),
    running: (busy) => (
      <>
        実行中です({busy}
        を参照)。このページは追跡を続けます。完了すると Redis には何も残りません。
      </>
    ),
    runningOn: (process, busy) => (
      <>
        {process} で実行中です({busy}
        を参照)。このページは追跡を続けます。完了すると Redis には何も残りません。
      </>
    ),
    paused: (queue) => (
      <>一時停止中のキュー {queue} で待っています。誰かがキューを再開すると実行されます。</>
    ),
    queued: (queue, command) => (
      <>
        キュー {queue} で待っています。順番が来て、このキューを処理するプロセス({command}
        )があれば実行されます。
      </>
    ),
    dead: (list) => (
      <>
        再試行を終え、{list}
        にあります。自動では何も起きません。「今すぐ再試行」でもう一度実行します。
      </>
    ),
    scheduled: (list, queue, at) => (
      <>
        {list} にあり、予定の時刻にキュー {queue} へ移ります:{at}
      </>
    ),
    retrying: (list, attempt, at, rest) => (
      <>
        {list}:{attempt} 回目の試行は {at} に始まります。{rest}
      </>
    ),
    lastOne: 'これが最後で、失敗するとデッドになります。',
    more: (count) => forms(count, { other: 'その後さらに # 回あります。' }),
  },
  story: {
    label: 'このジョブの経過',
    created: '作成',
    queued: 'キューに入った',
    failedFirst: '最初の失敗',
    failedAgain: '再び失敗',
    failedLast: (attempt) => `最後の失敗(${attempt} 回目)`,
    started: '開始',
    nextAttempt: '次の試行',
    runs: '実行予定',
    gaveUp: '断念',
    later: (span) => `${span}後`,
  },
}
