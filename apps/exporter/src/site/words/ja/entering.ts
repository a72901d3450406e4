import type { WordsLike } from '@howdah/web/views'
import type { entering as english } from '../en/entering.ts'

export const entering: WordsLike<typeof english> = {
  title: 'ログイン',
  note: (domain) =>
    `${domain} のアカウントでログインします。停止・引っ越し済み・凍結中の場合は、管理者から 1 回限りのリンクを受け取れます。`,
  withInstance: (domain) => `${domain} でログイン`,
  email: 'メールアドレス',
  password: 'パスワード',
  button: 'ログイン',
  loggedOut: 'ログアウトしました。',
  refusals: {
    wrong: 'メールアドレスまたはパスワードが違います。',
    secondFactor: (domain) =>
      `このアカウントは二要素認証を使っているため、ここではパスワードだけでログインできません。${domain} でログインするか、管理者に 1 回限りのリンクを依頼してください。`,
    memorial: 'これは追悼アカウントのため、誰もログインできません。',
    tooMany: (minutes) => `試行回数が多すぎます。${minutes} 分待ってからもう一度お試しください。`,
    notOurs:
      'このログインは別のブラウザーで始まったか、10 分以上かかりました。もう一度お試しください。',
    denied: (domain) => `${domain} がログインを確認しませんでした。もう一度お試しください。`,
    memberRefused: (domain) =>
      `このアカウントは停止・引っ越し・凍結・未確認のいずれかのため、${domain} の API を使えません。データはあなたのものです。管理者に 1 回限りのリンクを依頼してください。`,
    stranger: (domain) =>
      `${domain} が示したアカウントは、このサービスのデータベースにありません。管理者が HOWDAH_MASTODON_URL を確認する必要があります。`,
    forgotten: (domain) =>
      `${domain} にこのサービスの登録がありませんでした。もう一度お試しください。`,
    unreachable: (domain) =>
      `${domain} が今応答していません。1 分ほど待ってからもう一度お試しください。`,
    someoneElse: (domain, member) =>
      `${domain} はあなたが ${member} であることを確認しませんでした。そのため何も行われていません。戻ってもう一度お試しください。`,
  },
  link: {
    title: 'あなたのデータ',
    note: (account) =>
      `このリンクで ${account} のデータをリクエストし、ダウンロードできます。使えるのは 1 回だけです。`,
    button: '自分のデータを開く',
    usedUp: 'このリンクは使用済みか、期限が切れています。管理者に新しいリンクを依頼してください。',
  },
}
