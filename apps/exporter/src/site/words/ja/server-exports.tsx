import { formatCount, forms, type WordsLike } from '@howdah/web/views'
import type { serverExports as english } from '../en/server-exports.tsx'

export const serverExports: WordsLike<typeof english> = {
  title: 'エクスポート',
  note: 'Howdah の稼働中に変えられる設定と、大勢のメンバーのためのリクエストです。',
  settings: '設定',
  policies: {
    limit: '全ワーカー合計の同時エクスポート数(0 で新規を停止)',
    'retention-days': 'アーカイブをダウンロードできる日数',
    'history-days': '終了したエクスポートの行を残す日数(0 = 無期限)',
  },
  noLimit: '制限なし',
  setHere: (configured) => `ここで設定。構成ファイルの値: ${configured}`,
  asConfigured: '構成ファイルのとおり。',
  save: '保存',
  reset: '元に戻す',
  retentionNote: 'アーカイブは、Mastodon 側の保存期間が過ぎたときにも削除されます。',
  notANumber: (policy) => `「${policy}」には整数が必要です。何も変更されていません。`,
  saved: (policy) => `保存しました: ${policy}`,
  bulk: {
    title: '大勢のメンバーのためのリクエスト',
    note: 'サーバーを閉じるときのためのものです。各メンバーに順番を割り当てるので、自分でリクエストした人が全員の後ろで待つことはありません。',
    what: '種類',
    types: { backup: 'アーカイブ', migration: '引っ越し用データ' },
    within: '最近この期間に利用したメンバー',
    periods: { any: '– いつでも', month: '30 日', half: '6 か月', year: '1 年' },
    suspended: '停止・無効化されたメンバーも含める',
    spread: '分散する時間',
    spreadHint: '時間数。空欄なら、できるだけ速く作成します。',
    reason: '理由',
    reasonHint: 'メンバーが読みます。監査にも残ります。',
    goOn: '続ける…',
    nothingYet: 'まだ何もリクエストしません。次のページで人数を確認できます。',
    problems: {
      what: 'リクエストするものを選んでください。',
      whom: '対象を選んでください。',
      hours: (most) => `1 〜 ${most} 時間を指定するか、空欄にしてください。`,
      reason: '理由を書いてください。メンバーが読みます。',
    },
    tooMany: (count, command) =>
      `${formatCount(count)} 人は 1 ページで扱うには多すぎます。次を使ってください: ${command}`,
    requested: (count, passedOver) =>
      `${formatCount(count)} 件をリクエストしました。${formatCount(passedOver)} 人はすでに進行中でした。`,
    questions: {
      backup: (count) => forms(count, { other: '# 件のアーカイブをリクエストしますか?' }),
      migration: (count) => forms(count, { other: '# 件の引っ越し用データをリクエストしますか?' }),
    },
    reasonIs: (reason) => `理由: ${reason}`,
    each: (count) =>
      `すでに進行中の人を除き、${formatCount(count)} 人のメンバーに 1 件ずつ作成します。`,
    fast: 'できるだけ速く、順に始まります。',
    spreadOver: (hours, from) => (
      <>
        {from} から {formatCount(hours)} 時間に分散して始まります。
      </>
    ),
    takes: (size) => `全部で約 ${size} になります。`,
    free: (size) => `現在の空きは ${size} です。`,
    tooMuch:
      '空きが足りません。入らないものは失敗し、再試行されます。空きを作るか、アーカイブの保存日数より長い期間に分散するか、メディアを除いてください。',
    lastStarts: (when) => <>最後のものは {when} ごろに始まります。</>,
    told: 'できあがったらメンバーに知らせます。',
    button: (count) => `${formatCount(count)} 件をリクエスト`,
    nothing: '何もしない',
  },
}
