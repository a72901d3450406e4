import type { WordsLike } from '@howdah/web/views'
import type { doctor as english } from '../en/doctor.ts'

export const doctor: WordsLike<typeof english> = {
  title: '診断',
  note: 'シェルの「howdah doctor」と同じ内容です。',
  again: 'もう一度確認',
  caption: '検査(問題のあるものから順に)',
  columns: { state: '状態', check: '検査', found: '結果' },
  states: { ok: '正常', warning: '警告', error: 'エラー', unknown: '不明' },
  looksAt: '調べる内容',
  summary: (checks, counts) => `検査 ${checks} 件: ${counts}`,
  allWell: 'すべて正常',
  counts: {
    error: (count) => `エラー ${count} 件`,
    warning: (count) => `警告 ${count} 件`,
    unknown: (count) => `未検査 ${count} 件`,
  },
  failed: (reason) => `うまくいきませんでした: ${reason}`,
}
