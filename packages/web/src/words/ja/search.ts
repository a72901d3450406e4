import type { WordsLike } from '../../language/catalogue.tsx'
import type { search as english } from '../en/search.ts'

export const search: WordsLike<typeof english> = {
  titleOf: (query) => `${query} – 検索`,
  searchIn: '検索する場所',
  searchFor: '検索語',
  placeholder: 'class: queue: error: args.user_id: または任意のテキスト',
  submit: '検索',
  queue: (name) => `キュー ${name}`,
  help: {
    title: '検索できるもの',
    class: 'クラス名にこれを含むジョブ',
    queue: 'そのキューのジョブ',
    error: '最後のエラー(クラスまたはメッセージ)にこれを含むジョブ',
    args: '引数のその場所にちょうどこの値を持つジョブ',
    since: '直近 1 時間に失敗したジョブ(30m、7d なども可)',
    tag: 'そのタグ、またはその ID のジョブ',
    note: 'すべての条件に合う必要があり、大文字と小文字を区別します。それ以外はジョブ全体から探すテキストです。キューを検索するには、そのキューのページから始めてください。',
  },
  searchedAll: (jobs, found) => `${jobs}をすべて検索 – ${found} 件見つかりました。`,
  searchedRest: (seen, total, found) =>
    `${total} 件中 ${seen} 件を検索 – ${found} 件見つかりました。`,
  searchedPart: (seen, total, found) => `${total} 件中 ${seen} 件を検索 – ${found} 件`,
  goOn: '続ける',
  nothingYet: 'この部分にはありません。続けると残りを検索します。',
  noMore: '合うジョブはもうありません。',
  nothing: '合うジョブはありません。',
  nothingHint:
    '大文字と小文字を区別し、すべての条件に合う必要があります。伏せられた値は検索できません。',
  caption: '合うジョブ',
  allThatFit: '合うものすべて:',
  all: {
    retry: 'すべて再試行…',
    'run-now': 'すべて実行…',
    delete: 'すべて削除…',
    kill: 'すべてデッドへ移動…',
  },
}
