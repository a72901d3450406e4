import type { WordsLike } from '../../language/catalogue.tsx'
import type { profiles as english } from '../en/profiles.ts'

export const profiles: WordsLike<typeof english> = {
  note: '個々の実行が何に時間を使ったかの記録です。一日間保存されます。',
  none: 'この一日に記録された実行はありません。',
  noneMore: 'Ruby または TypeScript で「profile」オプションを付けてジョブを投入してください。',
  created: '記録日時',
  class: 'クラス',
  job: 'ジョブ',
  token: 'トークン',
  size: 'サイズ',
  took: '所要時間',
  download: 'ダウンロード',
  how: 'ファイルは profiler.firefox.com で開けます。Node.js のものは展開すれば Chrome の開発者ツールでも開けます。ここからどこかへ送信されることはありません。',
  gone: 'このプロファイルはもうありません。プロファイルの保存期間は一日です。',
  more: '最新のもののみ表示しています。',
}
