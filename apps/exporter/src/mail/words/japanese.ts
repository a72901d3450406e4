import type { MailWords } from './mail-words.ts'

const WHAT = { backup: 'アーカイブ', migration: '引っ越し用データ' } as const

export const JAPANESE: MailWords = {
  locale: 'ja',
  dir: 'ltr',
  subjects: {
    ready: {
      backup: 'アーカイブをダウンロードできます',
      migration: '引っ越し用データをダウンロードできます',
    },
    failed: {
      backup: 'アーカイブを作成できませんでした',
      migration: '引っ越し用データを作成できませんでした',
    },
    requested: {
      backup: 'あなたのアーカイブの作成が依頼されました',
      migration: 'あなたの引っ越し用データの作成が依頼されました',
    },
  },
  titles: { backup: 'アーカイブ', migration: '引っ越し用データ' },
  ready: (type, account) =>
    `ご依頼いただいた ${account} の${WHAT[type]}ができました。ダウンロードできます。`,
  readyForYou: (type, account, server) =>
    `${server} の管理者があなたのために依頼した ${account} の${WHAT[type]}ができました。` +
    'ダウンロードできます。',
  failed: (type, account, tries) =>
    `ご依頼いただいた ${account} の${WHAT[type]}は、${tries}回試しましたが作成できませんでした。` +
    '申し訳ありません。',
  failedNext: (server) =>
    `原因は ${server} の管理者が確認できます。いつでももう一度依頼できます。今回の分は回数に含まれません。`,
  requested: (type, account, server) =>
    `${server} の管理者があなたのために ${account} の${WHAT[type]}の作成を依頼しました。`,
  requestedNext:
    '何もする必要はありません。できあがったらもう一度お知らせします。ダウンロードできるのはあなただけで、' +
    '取り消すこともできます。',
  reason: (text) => `理由: ${text}`,
  size: (size) => `大きさは ${size} です。`,
  until: (day) => `${day}までダウンロードできます。その後は削除されます。`,
  missing: (count) => `${count}個のメディアファイルがサーバー上に見つからず、含まれていません。`,
  buttons: {
    download: { backup: 'アーカイブをダウンロード', migration: '引っ越し用データをダウンロード' },
    again: 'もう一度依頼する',
    look: 'エクスポートを見る',
  },
  optOut: (url) => `このお知らせはここで止められます: ${url}`,
  link: {
    subject: (server) => `${server} のあなたのデータへのリンク`,
    title: 'あなたのデータへのリンク',
    intro: (server, account) =>
      `${server} の管理者からのリンクです。ログインできないときでも、アカウント ${account} の` +
      'データをリクエストしてダウンロードできます。',
    once: (moment) =>
      `使えるのは 1 回だけで、期限は${moment}です。リンクを持っている人は誰でもデータを見られます。` +
      '他の人に渡さないでください。',
    button: '自分のデータを開く',
  },
}
