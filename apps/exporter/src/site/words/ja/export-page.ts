import { formatCount, type WordsLike } from '@howdah/web/views'
import type { exportPage as english } from '../en/export-page.ts'

export const exportPage: WordsLike<typeof english> = {
  deadline: (day, of) => `GDPR ${of} 日中 ${day} 日目`,
  address: 'アドレスを見る',
  waited: '待ち時間',
  older: (count) => `ほかに古いもの ${formatCount(count)} 件(保存されています)`,
  numbered: (id, name) => `@${name} のエクスポート ${id}`,
  progress: {
    title: '進み具合',
    heartbeat: '最後の応答',
    ready: (range, runs) => `${range}に完了(似た ${formatCount(runs)} 件からの推定)`,
    longer: (runs) => `似た ${formatCount(runs)} 件より時間がかかっています。`,
    places: { done: '完了', now: '実行中', later: 'これから' },
  },
  giveUp: {
    button: '失敗として記録し、ユーザーに知らせる',
    title: (type, name) => `@${name} の${type}を失敗として記録しますか?`,
    note: 'これ以上試行せず、作成できなかったことをメールでメンバーに知らせます。メンバーは新しくリクエストできます。',
    why: '理由',
    whyHint: '監査に残ります。メンバーには見えません。',
    noReason: '理由を短く書いてください。',
    keep: 'そのままにする',
    done: (type, name) => `@${name} の${type}を失敗として記録し、メンバーに知らせます。`,
  },
  purged: {
    title: 'このエクスポートはもうありません',
    note: '終了したエクスポートの行は一定期間だけ残ります。行われた操作は監査に残ります。',
    when: '保存期間により削除された日時:',
    audit: '監査を見る',
  },
}
