import { formatCount, type WordsLike } from '@howdah/web/views'
import type { exportDetail as english } from '../en/export-detail.tsx'

export const exportDetail: WordsLike<typeof english> = {
  pageTitle: (id) => `エクスポート #${id}`,
  titles: {
    backup: (member) => <>{member} のアーカイブ</>,
    migration: (member) => <>{member} の引っ越し用データ</>,
    withoutMedia: (member) => <>{member} のメディアなしのアーカイブ</>,
  },
  cards: {
    timeline: '経過',
    file: 'ファイル',
    tries: '試行',
    job: 'ジョブ',
    audit: '監査',
  },
  requested: {
    byMember: (who, when) => (
      <>
        {who} が {when} にリクエスト
      </>
    ),
    regularly: (who, when) => (
      <>
        {who} の定期リクエスト({when})
      </>
    ),
    byStaff: (staff, who, when) => (
      <>
        {staff} が {who} のために {when} にリクエスト
      </>
    ),
    reason: (text) => <>。理由: {text}</>,
  },
  next: {
    title: 'この後の流れ',
    reason: '理由:',
    scheduled: (when) => <>{when} にキューに入ります。</>,
    retrying: (number, of, when) => (
      <>
        {of} 回中 {number} 回目の試行が {when} に始まります。
      </>
    ),
    afterThat: (tries) => `その後の試行はあと ${formatCount(tries)} 回で、最後は失敗になります。`,
    last: 'これが最後の試行です。',
    failed: (tries) =>
      `誰かが対応するまで何も起きません: ${tries === 1 ? 'ただ 1 回の試行' : `${formatCount(tries)} 回の試行すべて`}が失敗しました。原因を取り除いてから「今すぐ再試行」を押してください。メンバーが新しくリクエストすることもできます。`,
    stuck:
      '何も起きません: 処理中として記録されていますが、どのキューにも集合にもジョブが見つかりません。ワーカーが失ったのかもしれません。「キューに戻す」で新しいジョブを作ります。「取り消す」とメンバーがもう一度リクエストできます。',
    done: (until) => (
      <>メンバーは {until} までダウンロードできます。その後ファイルは削除されます。</>
    ),
    expired: '何も起きません: ファイルは削除されました。行は記録として残ります。',
    replaced: (newer) =>
      `何も起きません: エクスポート ${newer} が新しいアーカイブを作り、このファイルは削除されました。行は記録として残ります。`,
    cancelled: '何も起きません: 取り消されました。メンバーはいつでも新しくリクエストできます。',
    whenFree: 'ワーカーが空きしだい始まります。',
    because: (reasons) => `${reasons}。`,
    startOne: '起動するには:',
    restart: 'サービスを再起動するには:',
    running: (seen) => (
      <>
        作成中です。最後の応答は {seen}{' '}
        です。ワーカーが停止した場合は、別のワーカーが続きを行います。
      </>
    ),
    runningInMastodon: (seen) => (
      <>
        Mastodon 自身のワーカーが作成しています({seen} に確認)。Howdah
        は見守るだけで、中断できません。ワーカーが停止するとジョブは失われ、ここでは停滞中と表示されます。
      </>
    ),
  },
  timeline: {
    requested: 'リクエスト',
    started: (number) => `${number} 回目の試行を開始`,
    failed: (number) => `${number} 回目の試行が失敗`,
    interrupted: (number) => `${number} 回目の試行が中断`,
    waiting: 'ワーカー待ち',
    starts: '開始',
    nextTry: '次の試行',
    stuck: '停滞: ジョブが見つかりません',
    gaveUp: '断念',
    cancelled: '取り消し',
    ready: '準備完了',
    willBeDeleted: 'ファイルの削除',
    deleted: 'ファイルを削除済み',
    later: (span) => `${span}後`,
  },
  tries: {
    none: 'まだ試行されていません',
    noneNote: (most) =>
      `最大 ${formatCount(most)} 回の試行のうち、最初のものが始まるとここに表示されます。`,
    caption: '試行、新しい順',
    number: '試行',
    started: '開始',
    ranFor: '実行時間',
    outcome: '結果',
    stage: 'ステップ',
    worker: 'ワーカー',
    error: 'エラー',
    outcomes: {
      running: '実行中',
      done: '完了',
      retry: '失敗、再試行',
      failed: '失敗、断念',
      interrupted: '再起動で中断',
      cancelled: '取り消し',
    },
  },
  events: { none: 'まだ何も記録されていません。', caption: '起きたこと、新しい順' },
  file: {
    none: 'まだありません。エクスポートが完了するとここに表示されます。',
    name: '名前',
    size: 'サイズ',
    bytes: (size, count) => `${size}(${formatCount(count)} バイト)`,
    checksum: 'SHA-256',
    parts: '分割ファイル',
    part: (name, size, checksum) => (
      <>
        {name}、{size}、SHA-256 {checksum}
      </>
    ),
    expires: '期限',
    deleted: '削除',
    downloads: 'ダウンロード',
    last: (count, when) => (
      <>
        {formatCount(count)} 回、最後は {when}
      </>
    ),
    missing: '含まれないメディア',
    missingFiles: (count) =>
      `データベースにあるのに、見つからないか不完全なファイル ${formatCount(count)} 件`,
    download: 'アーカイブをダウンロード',
    downloadNote: '– 非公開の投稿が含まれます。ダウンロードは監査に記録されます。',
  },
  job: {
    arguments: '引数',
    class: 'クラス',
    queue: 'キュー',
    jid: 'Jid',
    place: '現在の場所',
    places: {
      silent: 'Redis が応答しないため不明',
      nowhere: 'どのキューにも集合にもなし',
      queue: (queue) => <>キュー {queue}</>,
      parked: (limit) => <>上限 {limit} の空き待ち</>,
      scheduled: '予約',
      retry: '再試行',
      dead: 'デッド',
      running: '実行中',
      unknown: '調べた範囲では見つかりません',
      ended: 'エクスポートは終了したため、もう探していません',
    },
  },
}
