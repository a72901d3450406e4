import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { sets as english } from '../en/sets.tsx'

export const sets: WordsLike<typeof english> = {
  kinds: {
    schedule: {
      title: '予約ジョブ',
      noun: '予約ジョブ',
      counted: (count) => forms(count, { other: '# 件の予約ジョブ' }),
      note: '時刻を待っているジョブです。その時刻になるとキューに移ります。',
      empty: '予約ジョブはありません。',
    },
    retry: {
      title: '再試行',
      noun: '再試行',
      counted: (count) => forms(count, { other: '# 件の再試行' }),
      note: '失敗し、間隔を延ばしながら再試行されるジョブです。',
      empty: '再試行待ちはありません。',
    },
    dead: {
      title: 'デッドジョブ',
      noun: 'デッドジョブ',
      counted: (count) => forms(count, { other: '# 件のデッドジョブ' }),
      note: '最後の試行にも失敗したジョブです。6 か月間、最大 10,000 件保持します。',
      empty: 'デッドジョブはありません。',
    },
  },
  actions: {
    retry: { label: '今すぐ再試行', selected: '選択分を再試行' },
    delete: { label: '削除', selected: '選択分を削除' },
    'run-now': { label: '今すぐ実行', selected: '選択分を実行' },
    kill: { label: 'デッドへ移動', selected: '選択分をデッドへ移動' },
  },
  all: {
    retry: (count) => `全 ${count} 件を再試行`,
    delete: (count) => `全 ${count} 件を削除`,
    kill: (count) => `全 ${count} 件をデッドへ移動`,
  },
  question: {
    retry: (what) => `${what}をすべて再試行しますか?`,
    delete: (what) => `${what}をすべて削除しますか?`,
    kill: (what) => `${what}をすべてデッドへ移動しますか?`,
  },
  consequence: {
    retry: 'すぐにそれぞれのキューに移り、プロセスが空きしだい実行されます。',
    delete: '実行されず、引数とエラーも失われます。この操作は取り消せません。',
    kill: 'デッド(最大 10,000 件保持)に移り、そこで再試行されない限り実行されません。',
  },
  allDone: {
    retry: (what) => `${what}をキューに移しました。`,
    delete: (what) => `${what}を削除しました。`,
    kill: (what) => `${what}をデッドに移しました。`,
  },
  columns: { at: '時刻', nextRetry: '次の再試行', died: '停止時刻' },
  overdue: '予定超過',
  noSuchAction: 'ここにその操作はありません。',
  nothingSelected: '何も選択されていないため、何も変更していません。',
  jobGone: 'このジョブはもうここにありません。その間に移動、実行または削除されました。',
  allGone: 'これらのジョブはもうここにないため、何も変更していません。',
  someGone: (count) => forms(count, { other: '# 件のジョブはもうここにありませんでした。' }),
  deleted: (count) =>
    forms(count, {
      other: '# 件のジョブを削除しました。24 時間以内なら一括操作から元に戻せます。',
    }),
  killed: (count) => forms(count, { other: '# 件のジョブをデッドに移しました。' }),
  movedTo: (count, queue) =>
    forms(count, { other: `# 件のジョブをキュー ${queue} に移しました。` }),
  movedToQueues: (count) => forms(count, { other: '# 件のジョブをそれぞれのキューに移しました。' }),
  why: '理由',
  typeToGoOn: (word) => <>続けるには {word} と入力してください</>,
}
