import type { WordsLike } from '../../language/catalogue.tsx'
import type { settings as english } from '../en/settings.ts'

export const settings: WordsLike<typeof english> = {
  title: '設定',
  note: 'このブラウザーでの表示方法です。ほかの人には影響しません。',
  saved: 'このブラウザーに保存しました。',
  time: '時刻',
  times: { utc: 'UTC', local: '下のタイムゾーン', relative: '経過時間:5 分前' },
  zone: 'タイムゾーン',
  zoneHint: 'Europe/Berlin のような名前。空欄は UTC です。',
  theme: '配色',
  themes: { auto: 'システムに合わせる', light: 'ライト', dark: 'ダーク' },
  rows: '1 ページの行数',
  shortcuts: 'キーボードショートカット',
  shortcutsHint: 'j で次の行など、1 文字のキーです。? で一覧を表示します。',
  onOff: { off: 'オフ', on: 'オン' },
  save: '保存',
}
