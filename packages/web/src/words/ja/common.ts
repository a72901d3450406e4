import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { common as english } from '../en/common.ts'

export const common: WordsLike<typeof english> = {
  units: { second: '秒', minute: '分', hour: '時間', day: '日', ms: 'ミリ秒' },
  justNow: 'たった今',
  in: (distance) => `${distance}後`,
  ago: (distance) => `${distance}前`,
  days: (count) => forms(count, { other: '#日' }),
  states: {
    pending: '待機中',
    scheduled: '予約済み',
    running: '実行中',
    retrying: '再試行中',
    failed: '失敗',
    stuck: '停滞',
    done: '完了',
    expired: '期限切れ',
    cancelled: '取り消し済み',
  },
  skipToContent: '本文へ移動',
}
