import type { WordsLike } from '../../language/catalogue.tsx'
import type { shortcuts as english } from '../en/shortcuts.ts'

export const shortcuts: WordsLike<typeof english> = {
  title: 'キーボードショートカット',
  close: '閉じる',
  keys: {
    '?': 'このヘルプを表示',
    '/': '検索',
    j: '次の行',
    k: '前の行',
    x: '行を選択',
    Enter: '行を開く',
    '.': '更新の一時停止・再開',
  },
}
