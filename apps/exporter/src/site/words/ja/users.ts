import { forms, type WordsLike } from '@howdah/web/views'
import type { users as english } from '../en/users.ts'

export const users: WordsLike<typeof english> = {
  title: 'ユーザー',
  matching: (search) => `「${search}」に一致するユーザー`,
  note: 'このサーバーのメンバー(新しい順)です。',
  search: '検索',
  placeholder: '名前、メール、ID',
  clear: 'クリア',
  none: '一致するユーザーはいません',
  noneNote: '名前やメールアドレスの一部、または正確な ID で検索してください。',
  onPage: (count) => forms(count, { other: 'このページに # 人' }),
  columns: {
    name: '名前',
    email: 'メール',
    role: 'ロール',
    created: '作成日',
    lastActive: '最終利用',
    exports: 'エクスポート',
    id: 'ID',
    edit: '編集',
  },
  member: 'メンバー',
  edit: 'ユーザーを編集',
  standings: { suspended: '停止中', frozen: '凍結中' },
  pages: 'ユーザーのページ',
  firstPage: '最初のページ',
  nextPage: '次のページ',
}
