import type { WordsLike } from '@howdah/web/views'
import type { editUser as english } from '../en/edit-user.ts'

export const editUser: WordsLike<typeof english> = {
  titleOf: (member) => `${member} を編集`,
  title: 'ユーザーを編集',
  contact: '連絡先',
  email: 'メールアドレス',
  emailHint: 'アーカイブ完成のお知らせが届くアドレスです。変更は監査に記録されます。',
  save: '保存',
  mayOnlySee: 'あなたのロールではこのアドレスを見られますが、変更はできません。',
  account: 'アカウント',
  facts: {
    name: '名前',
    id: 'ユーザー ID',
    role: 'ロール',
    created: '作成日',
    lastActive: '最終利用',
  },
  exports: {
    title: 'エクスポート',
    columns: {
      export: 'エクスポート',
      type: '種類',
      state: '状態',
      requested: 'リクエスト',
      size: 'サイズ',
      expires: '期限',
    },
    none: 'エクスポートはまだありません',
    noneNote: 'このメンバーが「インポートとエクスポート」でリクエストしたものが表示されます。',
    caption: 'このメンバーのエクスポート(新しい順)',
  },
  answers: {
    refused: 'あなたのロールではこのユーザーのアドレスを変更できません。',
    invalid: 'メールアドレスではありません。',
    taken: 'ほかのユーザーがこのアドレスを使っています。',
    same: '変更はありません。同じアドレスです。',
    changed: (member) => `${member} のメールアドレスを変更しました。`,
  },
  link: {
    title: '1 回限りのリンク',
    note: (member, hours) =>
      `停止・引っ越し済み・凍結中のメンバー向けです。${member} がログインせずに自分のデータをリクエストし、ダウンロードできます。使えるのは 1 回だけで、有効期間は ${hours} 時間です。新しく作ると前のリンクは無効になります。監査に記録されます。`,
    send: (email) => `${email} に送る`,
    show: '自分に表示する',
    refused: 'あなたのロールではこのリンクを作れません。',
    memorial: 'これは追悼アカウントのため、誰もリンクを使えません。',
    notSent: 'メールサーバーが受け付けませんでした。もう一度お試しください。',
    sent: (email) => `リンクを ${email} に送りました。`,
    titleOf: (member) => `${member} の 1 回限りのリンク`,
    until: (moment) => `${moment} まで 1 回だけ使えます。再び表示されることはありません。`,
    warning:
      'このリンクを持つ人は誰でもこのメンバーのデータを見られます。ほかの人に渡さないでください。',
    back: (member) => `${member} に戻る`,
  },
  request: {
    title: 'エクスポートをリクエスト',
    what: '種類',
    types: { backup: 'アーカイブ', migration: '引っ越し用データ' },
    reason: '理由',
    reasonHint: 'この理由とともにメンバーにメールで知らせます。',
    urgent: '負荷の低い時間を待たずにすぐ',
    button: 'リクエスト',
    needsReason: '理由を書いてください。メンバーが読みます。',
    accepted: (id, member) =>
      `${member} のエクスポート #${id} をリクエストしました。メンバーに知らせます。`,
    active: (id, member) => `${member} のエクスポートはすでに進行中です: #${id}`,
    noSpace: (size) => `空きがありません。${size} が必要です。`,
    tooSoon: (member) => `${member} はまだ次をリクエストできません。`,
  },
}
