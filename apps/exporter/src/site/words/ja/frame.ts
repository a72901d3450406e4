import type { WordsLike } from '@howdah/web/views'
import type { frame as english } from '../en/frame.ts'

export const frame: WordsLike<typeof english> = {
  loggedInAs: 'ログイン中:',
  logOut: 'ログアウト',
  asOf: (moment) => `${moment} 現在`,
  language: '言語',
  times: '時刻',
  timesIn: { utc: 'UTC', relative: '経過時間' },
  menu: '設定',
  opensTab: '新しいタブで開きます',
  groups: { preferences: 'ユーザー設定', administration: '管理' },
  entries: {
    importAndExport: 'インポートとエクスポート',
    sessions: 'セッション',
    overview: '概要',
    users: 'ユーザー',
    exports: 'エクスポート',
    audit: '監査',
    mail: 'メール',
    doctor: '診断',
    sidekiq: 'Sidekiq',
    schedule: 'エクスポート予定',
  },
}
