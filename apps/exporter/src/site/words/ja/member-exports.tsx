import { forms, type WordsLike } from '@howdah/web/views'
import type { memberExports as english } from '../en/member-exports.tsx'

export const memberExports: WordsLike<typeof english> = {
  title: 'インポートとエクスポート',
  note: 'ここにあるあなたのデータは、いつでも持ち出せます。',
  types: { backup: 'アーカイブ', migration: '引っ越し用データ' },
  data: {
    title: 'あなたのデータ',
    caption: '項目ごとの量と、リストのファイル',
    heads: { what: '項目', amount: '量', file: 'ファイル' },
    csv: 'CSV',
    rows: {
      mediaStorage: 'メディア',
      posts: '投稿',
      follows: 'フォロー',
      lists: 'リスト',
      followers: 'フォロワー',
      mutes: 'ミュート',
      blocks: 'ブロック',
      domainBlocks: '非表示のドメイン',
      bookmarks: 'ブックマーク',
    },
  },
  request: {
    section: 'エクスポートのリクエスト',
    hints: {
      backup:
        'これまでの投稿すべてを、画像・音声・動画、お気に入り、ブックマークと一緒に 1 つの zip ファイルにまとめます。投稿は ActivityPub 形式なので、ほかのプログラムでも読めます。',
      migration:
        '別のサーバーへ引っ越すときに持っていくリストです。フォロー、フォロワー、リスト、ミュート、ブロック、ブックマークを、引っ越し先のインポート画面で使える CSV ファイルにします。',
    },
    buttons: {
      backup: 'アーカイブをリクエスト',
      migration: '引っ越し用データをリクエスト',
    },
    next: (day, clock) => (
      <>
        次のリクエストは {day} {clock} 以降にできます。
      </>
    ),
    nextIn: (distance) => <>次のリクエストは{distance}にできます。</>,
    every: (days) => forms(days, { other: '# 日ごとに 1 回リクエストできます。' }),
    stays: (days) => forms(days, { other: 'ファイルはここに # 日間残ります。' }),
  },
  history: {
    title: 'あなたのエクスポート',
    caption: 'あなたのエクスポート(新しい順)',
    none: 'まだ何もありません',
    noneNote: {
      mail: 'リクエストが完了すると、ここにファイルが表示され、メールが届きます。',
      quiet: 'リクエストが完了すると、ここにファイルが表示されます。',
    },
    columns: {
      date: '日付',
      what: '種類',
      size: 'サイズ',
      state: '状態',
      until: '期限',
      file: 'ファイル',
    },
    missing: (count) => forms(count, { other: '# 件のメディアファイルを含められませんでした' }),
    ready: '準備完了',
    failed: '作成できませんでした',
    failedNote: '原因は管理者が確認できます。もう一度試すこともできます。',
    download: { backup: 'アーカイブをダウンロード', migration: '引っ越し用データをダウンロード' },
    part: (number, of) => `${of} 個中 ${number} 個目`,
    partsNote:
      'それぞれが独立した zip ファイルです。すべてダウンロードして、同じフォルダーに展開してください。',
    deleteParts: 'すべて削除',
    tryAgain: 'もう一度試す',
    delete: '削除',
    deleteAbout: '(このファイル)',
  },
  answers: {
    accepted: {
      mail: (what) => `${what}をリクエストしました。できあがったらメールでお知らせします。`,
      quiet: (what) => `${what}をリクエストしました。できあがったファイルはここに表示されます。`,
    },
    active: (what) => `${what}はすでにリクエスト済みです。1 回で十分です。`,
    tooSoon: (day) => `次のリクエストは ${day} にできます。`,
    noSpace: (size) =>
      `今このサーバーには空きがありません。約 ${size} が必要です。管理者が空きを作る必要があります。`,
    cancelled: 'リクエストを取り消しました。新しくリクエストできます。',
    inMastodon: '今は Mastodon 自身が作成していて、中断できません。終わるまでお待ちください。',
    ended: 'すでに終了しているため、取り消せません。',
    deleted: 'ファイルを削除しました。',
    alreadyDeleted: 'そのファイルはすでに削除されています。',
    again: {
      mail: 'もう一度試します。できあがったらメールでお知らせします。',
      quiet: 'もう一度試します。できあがったファイルはここに表示されます。',
    },
    nothingToTry: 'もう一度試すものはありません。',
  },
  delete: {
    title: 'このファイルを削除',
    question: 'このファイルを削除しますか?',
    note: 'このサーバーからすぐに削除されます。ダウンロード済みのファイルはそのまま残ります。',
    which: (type, moment) => (
      <>
        {type}({moment})
      </>
    ),
    button: 'ファイルを削除',
    keep: '残す',
  },
  download: {
    none: 'このエクスポートには(まだ)ファイルがありません。',
    goneSince: (day) =>
      `このファイルの期限は ${day} までで、すでに削除されました。「インポートとエクスポート」から新しくリクエストできます。`,
    gone: 'このファイルは削除されました。「インポートとエクスポート」から新しくリクエストできます。',
    replaced:
      'このファイルは、より新しいあなたのアーカイブに置き換えられました。「インポートとエクスポート」にあります。',
  },
}
