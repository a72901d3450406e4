import type { WordsLike } from '@howdah/web/views'
import type { confirming as english } from '../en/confirming.ts'

export const confirming: WordsLike<typeof english> = {
  title: '本人確認',
  forgotten: (minutes) =>
    `要求された内容が見つかりません。${minutes} 分以上前のものか、実行済みか、その後に別の操作が要求されています。今は何も行われていません。戻ってもう一度操作してください。`,
  forArchive: (minutes) =>
    `アーカイブには非公開の投稿が含まれます。このあと ${minutes} 分間は再び確認しません。`,
  now: (act) => `確認できました。次の操作: ${act}`,
  afterwards: (act, minutes) =>
    `確認後に次の操作を行います: ${act}。このあと ${minutes} 分間は再び確認しません。`,
  wrong: 'パスワードが違います。何も行われていません。',
  noWay:
    'このセッションでは本人確認ができません。いったんログアウトしてログインし直し、元のページに戻ってください。',
  logInAgain: (domain) => `${domain} でもう一度ログイン`,
  password: 'あなたのパスワード',
  button: '確認する',
  goOn: '続ける',
}
