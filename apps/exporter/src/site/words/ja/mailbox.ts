import type { WordsLike } from '@howdah/web/views'
import type { mailbox as english } from '../en/mailbox.ts'

export const mailbox: WordsLike<typeof english> = {
  title: 'メール',
  throughServer: (server) =>
    `メッセージはメールサーバー ${server} から送られるため、ここで読めるものはありません。`,
  throughProgram: (path) =>
    `メッセージはプログラム ${path} から送られるため、ここで読めるものはありません。`,
  noServer:
    'メールサーバーが設定されていない(SMTP_SERVER)ため、メッセージはファイルに書き出され、ここに表示されます。',
  none: 'メッセージはまだありません',
  noneNote: 'アーカイブができると、メンバーへのメッセージがここに表示されます。',
  columns: { to: '宛先', subject: '件名', written: '作成日時' },
  caption: 'メッセージ(新しい順)',
  noSuch: 'そのメッセージはありません。',
  message: 'メッセージ',
  from: '差出人',
  source: 'ソース',
}
