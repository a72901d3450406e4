import { forms } from '../../language/catalogue.tsx'
import type { WordsLike } from '../../language/catalogue.tsx'
import type { limits as english } from '../en/limits.ts'

export const limits: WordsLike<typeof english> = {
  note: 'クラスやキューごとに、全プロセスを通じて同時に実行されるジョブの数です。',
  none: '上限はありません。',
  noneMore: '上限を定義するプロセスが動いたとき、または名前を指定して設定したときに表示されます。',
  more: (count: number) => forms(count, { other: 'ほかに # 件の上限があります。' }),
  limit: '上限',
  running: '実行中',
  perKey: 'キーごと',
  waiting: '待機中',
  decides: '決めるもの',
  code: 'コード',
  byHand: 'ここで設定',
  nobody: '定義するプロセスなし',
  of: (held: string, total: string) => `${total} 中 ${held}`,
  any: '無制限',
  stopped: '停止中',
  full: '満杯',
  sets: '対象',
  saysCode: 'コードの値',
  rule: (total: string, perKey: string) => `同時 ${total}、同じキーでは ${perKey}`,
  queue: 'キュー',
  metrics: 'メトリクス',
  holders: '枠を使っているジョブ',
  holdersNone: '枠を使っているジョブはありません。',
  holdersSome: (count: number) => forms(count, { other: 'ほかに # 件が枠を使っています。' }),
  waits: '枠を待っているジョブ',
  waitsNone: '枠を待っているジョブはありません。',
  jobs: 'ジョブ',
  job: 'ジョブ',
  key: 'キー',
  process: 'プロセス',
  woken: (when: string) => `${when}に起こされ、まもなく開始`,
  since: '待ち始め',
  change: '変更する',
  changeNote:
    'すべてのプロセスですぐに有効になります。実行中のものは続き、空きができた分は開始されます。空欄はコードのとおり、0 は新しく開始しません。',
  total: '同時実行数',
  totalPerKey: '同じキーの同時実行数',
  save: '設定',
  wrong: '上限は 0 以上の整数か空欄です。',
  saved: (name: string, woken: number) =>
    `上限 ${name} を設定しました。${forms(woken, { other: '待機中の # 件が開始できます。' })}`,
  reset: 'コードに任せる…',
  resetQuestion: (name: string) => `${name} をふたたびコードに任せますか?`,
  resetNote: (rule: string) =>
    `ここでの設定は消えます。コードの値:${rule}。実行中のジョブは続きます。`,
  resetNobody:
    'ここでの設定は消えます。この上限を定義するプロセスはもうないため、ジョブは制限されなくなります。',
  resetButton: 'コードに任せる',
  keep: '設定を残す',
  resetDone: (name: string, woken: number) =>
    `${name} はふたたびコードのとおりです。${forms(woken, { other: '待機中の # 件が開始できます。' })}`,
  resetNothing: (name: string) => `${name} には何も設定されていません。すでにコードのとおりです。`,
  unknown: (name: string) => `「${name}」という上限はありません。`,
}
