import type { WordsLike } from '@howdah/web/views'
import type { times as english } from '../en/times.ts'

export const times: WordsLike<typeof english> = {
  title: '時刻',
  note: 'このブラウザーで時刻をどの時計で表示するかです。ほかの人には影響しません。',
  save: '保存',
  saved: '選んだとおりに時刻を表示します。',
  noZone: 'タイムゾーンを入力するか、UTC を選んでください。',
  unknownZone: 'その名前のタイムゾーンはありません。',
}
