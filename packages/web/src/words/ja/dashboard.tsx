import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { dashboard as english } from '../en/dashboard.tsx'

export const dashboard: WordsLike<typeof english> = {
  numbers: '7 つの数',
  enqueued: '待機中',
  attention: '要確認',
  allIsWell:
    'すべて正常です。どのキューにもプロセスがあり、遅れも、再試行を諦めたジョブもありません。',
  version: 'バージョン',
  upFor: '稼働期間',
  days: (count) => forms(count, { other: '# 日' }),
  connections: '接続数',
  memory: 'メモリ',
  peakMemory: '最大メモリ',
  appendOnly: '追記専用ファイル',
  on: 'オン',
  off: 'オフ',
  eviction: (policy, wanted) => (
    <>
      {policy} では、メモリが足りなくなると Redis がジョブを破棄します。{wanted}{' '}
      に設定してください。
    </>
  ),
  noProcess: (command) => (
    <>
      <strong>動作中のプロセスがありません。</strong>ジョブは処理されません。{command}{' '}
      で起動してください。
    </>
  ),
  paused: (queue, count) => (
    <>
      <strong>キュー {queue} は一時停止中です。</strong>
      {forms(count, { other: '再開されるまで # 件のジョブが待機します。' })}
    </>
  ),
  unheard: (queue, count, command) => (
    <>
      <strong>{queue} を担当するプロセスがありません。</strong>
      {forms(count, { other: '担当が現れるまで # 件のジョブが待機します。' })}
      {command} でこのキューのプロセスを起動してください。
    </>
  ),
  notPolled: (overdue, since) => (
    <>
      <strong>
        {forms(overdue, {
          other: '# 件のジョブが予定時刻を過ぎていますが、確認するプロセスがありません。',
        })}
      </strong>
      最も古いものの予定は{since}
      でした。予約ジョブと再試行は、プロセスが動作している間だけキューに移ります。
    </>
  ),
  startOne: (command) => <>{command} で起動してください。</>,
  restart: (command) => <>サービスを再起動してください: {command}</>,
  late: (overdue, since, pollers) => (
    <>
      <strong>{forms(overdue, { other: '# 件のジョブが予定時刻を過ぎています。' })}</strong>
      {forms(pollers, { other: '# プロセスが確認していますが、' })}最も古いものの予定は{since}
      でした。
    </>
  ),
  ifThisStays: (command) =>
    command === null ? (
      'この状態が続く場合は再起動してください。'
    ) : (
      <>この状態が続く場合は再起動してください: {command}</>
    ),
  dead: (count, look) => (
    <>
      <strong>{forms(count, { other: '# 件のジョブが' })}</strong>
      最後の再試行でも失敗しました。理由は {look('デッドを見る')} で確認できます。
    </>
  ),
}
