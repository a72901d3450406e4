import { forms, type WordsLike } from '@howdah/web/views'
import type { choices as english } from '../en/choices.ts'

export const choices: WordsLike<typeof english> = {
  regular: '定期エクスポート',
  regularNote: {
    mail: '一定の間隔で自動的に作成し、できあがったらお知らせします。',
    quiet: '一定の間隔で自動的に作成し、できあがったらここに表示します。',
  },
  off: 'オフ。',
  next: (day) => `次回: ${day}`,
  ends: {
    suspended: 'アカウントが停止されている間に終了しました。もう一度選べます。',
    gone: '終了しました。',
    failures: '3 回続けて失敗したため終了しました。もう一度選べます。',
  },
  never: 'しない',
  months: (count) => (count === 1 ? '毎月' : forms(count, { other: '# か月ごと' })),
  messages: 'お知らせ',
  mailMe: 'エクスポートができたとき、または作成できなかったときにメールを受け取る',
  save: '保存',
  saveMessages: '(お知らせ)',
  noneRegular: (type) => `${type}: 定期エクスポートはしません。`,
  saved: (type) => `${type}: 保存しました。`,
  first: (day) => `初回: ${day}`,
  getsMail: 'エクスポートについてのお知らせを受け取ります。',
  getsNoMail: 'エクスポートについてのお知らせは受け取りません。',
}
