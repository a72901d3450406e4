import type { WordsLike } from '../../language/catalogue.tsx'
import type { measures as english } from '../en/measures.ts'

export const measures: WordsLike<typeof english> = {
  lines: '線',
  draw: '選択したものを描く',
  drawHint: '最大 5 件。選択がなければ、最も時間のかかった 5 件を描きます。',
  line: (name: string) => `${name} を描く`,
  failShare: '失敗 %',
  total: '合計',
  average: '平均',
  waitP95: '待ち p95',
  trend: '推移',
  oursOnly:
    'この長さの期間では、中央値は Howdah のプロセスのものです。Ruby のヒストグラムは 8 時間で消えます。',
  slowest: '最も遅い実行',
  slowestNote:
    'Howdah のプロセスによる実行のうち、遅い順に 20 件です。1 時間ごと(長い期間では 1 日ごと)に 20 件が記録されます。Ruby のプロセスは記録しません。',
  slowestNone: 'この期間に、このクラスを実行した Howdah のプロセスはありません。',
  job: 'ジョブ',
  took: '所要時間',
  ended: '終了',
  result: '結果',
  done: '完了',
  failed: '失敗',
  errors: 'エラーの種類',
  errorsNote:
    'Howdah のプロセスによる実行を 1 時間単位で数えたものです。それぞれ再試行と停止済みの中を検索できます。',
  errorsNone: 'Howdah のプロセスによる、このクラスの失敗はありません。',
  error: 'エラー',
  runs: '実行数',
  retries: '再試行で探す',
  dead: '停止済みで探す',
  limit: 'このクラスの上限',
  ofTab: (tab: string) => `${tab} の数字`,
}
