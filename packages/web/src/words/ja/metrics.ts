import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { metrics as english } from '../en/metrics.ts'

export const metrics: WordsLike<typeof english> = {
  olderProcesses:
    'Sidekiq がこれらの数値を書くのはバージョン 7 以降です。それより古いプロセスの実行は含まれません。',
  nothingRan: '実行はありません。',
  note: ({ runs, classes, failed, work }) =>
    `${classes}の ${runs}、失敗 ${failed}、処理時間 ${work}。`,
  runs: (count) => forms(count, { other: '# 回' }),
  classes: (count) => forms(count, { other: '# クラス' }),
  period: '期間',
  periods: { '1h': '1 時間', '8h': '8 時間', '24h': '24 時間', '72h': '72 時間' },
  last: {
    '1h': '直近 1 時間',
    '8h': '直近 8 時間',
    '24h': '直近 24 時間',
    '72h': '直近 72 時間',
  },
  class: 'クラス',
  filter: '絞り込む',
  noRuns: (last) => `${last}に終了したジョブはありません。`,
  noRunsLike: (filter, last) => `${last}に「${filter}」を含むクラスの実行はありません。`,
  noRunsOfClass: (last) => `${last}に終了したこのクラスのジョブはありません。`,
  showAll: 'すべてのクラスを表示',
  workEachMinute: '処理時間(秒、1 分ごと)',
  workEveryTenMinutes: '処理時間(秒、10 分ごと)',
  workChart: (last, count) => `${last}の処理時間(秒)、上位 ${count} クラス`,
  caption: (last) => `${last}のジョブのクラス`,
  deploys: 'デプロイ(点線):',
  moreClasses: (count) => forms(count, { other: '絞り込みに合うクラスがほかに # 件あります。' }),
  about:
    '時間と中央値は成功した実行のものです。待ち時間は Howdah のプロセスのもので、Ruby のプロセスは記録しません。',
  columns: {
    done: '完了',
    failed: '失敗',
    average: '平均',
    p50: 'p50',
    p95: 'p95',
    p99: 'p99',
    waitP50: '待ち p50',
    waitP95: '待ち p95',
  },
  titleOf: (name) => `${name} のメトリクス`,
  numbers: '数値',
  timeInAll: '合計時間',
  byLength: '長さ別の成功した実行',
  byLengthCaption: 'この長さまでの実行',
  slow: 'それ以上',
  itsRetries: 'このクラスの再試行',
  itsDead: 'このクラスのデッドジョブ',
  averageRunTime: '平均実行時間',
  averageChart: (last) => `${last}の平均実行時間`,
  seriesCaption: 'グラフの数値(新しい順)',
  from: '開始',
}
