import { forms, type WordsLike } from '@howdah/web/views'
import type { current as english } from '../en/current.tsx'

export const current: WordsLike<typeof english> = {
  titles: {
    pending: '開始を待っています',
    planned: '予定済み',
    plannedFor: (clock) => `${clock} に予定されています`,
    compiling: {
      backup: 'アーカイブを作成しています…',
      migration: '引っ越し用データを作成しています…',
    },
    retrying: '中断しました。もう一度試します',
    stuck: '遅れています',
    failed: '作成できませんでした',
    done: '準備完了',
    expired: '期限切れ',
    cancelled: '取り消し済み',
  },
  requestedForYou: 'このサーバーの管理者があなたのためにリクエストしました。理由:',
  cancel: 'リクエストを取り消す',
  pending: {
    mail: 'できあがったらメールでお知らせします。このページは閉じてかまいません。',
    quiet: 'このページは閉じてかまいません。できあがったファイルはここに表示されます。',
  },
  scheduled: {
    mail: '時間になると自動的に始まり、できあがったらメールでお知らせします。',
    quiet: '時間になると自動的に始まります。',
  },
  begun: {
    mail: '始まったところです。できあがったらメールでお知らせします。',
    quiet: '始まったところです。',
  },
  running: {
    mail: (stage) => `${stage}。できあがったらメールでお知らせします。`,
    quiet: (stage) => `${stage}。`,
  },
  step: (step, of, stage) => `ステップ ${step}/${of}: ${stage}`,
  nextTry: (when, number, of) => (
    <>
      こちら側で問題が起きました。{when}にもう一度試します({of} 回中 {number} 回目)。
      何もする必要はありません。
    </>
  ),
  soon: 'まもなく自動的',
  stuck:
    'リクエストは記録されていますが、今は処理が進んでいません。このサーバーの管理者が確認し、再開できます。取り消して新しくリクエストすることもできます。',
  failed: '原因はこのサーバーの管理者が確認できます。もう一度リクエストできます。',
  done: 'ファイルは下の一覧にあります。',
  expired: 'ファイルは削除されました。新しくリクエストできます。',
  cancelled: '新しくリクエストできます。',
  progress: 'このステップの進み具合',
  soFar: (count) => `これまでに ${count}`,
  doneOf: (done, total) => `${total} 中 ${done}`,
  stageNames: {
    count: '集計',
    posts: '投稿',
    media: 'メディア',
    likes: 'お気に入り',
    bookmarks: 'ブックマーク',
    profile: 'プロフィール',
    lists: 'リスト',
    details: '詳細',
    viewer: '閲覧ページ',
    finish: '仕上げ',
    upload: '転送',
  },
  stages: {
    count: '数を調べています',
    posts: '投稿を集めています',
    media: '画像・音声・動画を追加しています',
    likes: 'お気に入りとブックマークを追加しています',
    profile: 'プロフィールを追加しています',
    lists: 'リストを書き出しています',
    details: '投稿についてのほかの情報を追加しています',
    viewer: '閲覧用のページを作っています',
    finish: 'ファイルを仕上げています',
    upload: '受け取れる場所にファイルを置いています(メガバイト)',
  },
  reasons: {
    'no-process': '今はリクエストが処理されていません。このサーバーの管理者が確認できます。',
    paused: 'このサーバーの管理者がエクスポートを一時停止しています。',
    clock: '予定より遅れています。このサーバーの管理者が確認できます。',
    window: '大きなエクスポートは、サーバーの負荷が低い時間に作成します。',
    windowOf: (window) => `大きなエクスポートは、サーバーの負荷が低い時間(${window})に作成します。`,
    time: '予定の時間になると自動的に始まります。',
    turn: 'たくさんのエクスポートがまとめてリクエストされました。順番に処理します。',
    retry: 'こちら側で問題が起きたため、もう一度試します。何もする必要はありません。',
    limit: (count) =>
      forms(count, {
        other: 'このサーバーが同時に作成するエクスポートは # 件までで、今その数を作成中です。',
      }),
    member: 'あなたの別のエクスポートを先に作成します。',
    ahead: (count) => forms(count, { other: 'あなたの前に # 件のリクエストがあります。' }),
    next: '次はあなたの番です。',
    unknown: '空きができしだい始まります。',
  },
  ready: (range) => `${range}に完了する見込みです(推定)。`,
}
