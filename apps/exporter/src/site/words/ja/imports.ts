import type { WordsLike } from '@howdah/web/views'
import type { imports as english } from '../en/imports.ts'

export const imports: WordsLike<typeof english> = {
  tabs: { label: 'インポートとエクスポート', export: 'データのエクスポート', import: 'インポート' },
  note: 'ほかのサーバーのリストはここで、こちらのリストはあちらで読み込みます。',
  title: 'リストをインポートする',
  how: '引っ越し用エクスポートと「データのエクスポート」の CSV ファイルは、Mastodon のインポートがそのまま読めます。フォロー、ミュート、ブロック、ドメインブロック、ブックマーク、リストです。Mastodon がファイルを確かめて内容を表示し、あなたが承認すると始まります。',
  modes: '「結合」は今あるものを残して新しいものを加え、「上書き」は置き換えます。',
  open: (domain) => `${domain} でインポートする`,
  recent: '最近のインポート',
  none: 'ここ数日のインポートはありません',
  noneNote: 'Mastodon は一週間保存します。進み具合はここに表示されます。',
  unreadable: '最近のインポートはここでは読み取れません',
  unreadableNote:
    'このサーバーでは Howdah に閲覧権限がありません。サーバーの管理者が許可できます。進み具合は Mastodon 本体で確認できます。',
  columns: {
    type: '種類',
    state: '状態',
    imported: 'インポート済み',
    failed: '失敗',
    started: '開始日時',
  },
  types: {
    following: 'フォローリスト',
    blocking: 'ブロックリスト',
    muting: 'ミュートリスト',
    'domain-blocking': 'ドメインブロックリスト',
    bookmarks: 'ブックマーク',
    lists: 'リスト',
    filters: 'フィルター',
  },
  states: { unconfirmed: '未確認', scheduled: '予定', running: '進行中', finished: '完了' },
  unknown: '不明',
  overwrites: '上書き',
}
