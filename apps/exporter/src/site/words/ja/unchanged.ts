import type { WordsLike } from '@howdah/web/views'
import type { unchanged as english } from '../en/unchanged.ts'

export const unchanged: WordsLike<typeof english> = {
  missing: (id) => `エクスポート ${id} はありません。`,
  wrongState: {
    'queue-again': (id, state) => `エクスポート ${id}(${state})はキューに戻せません。`,
    reschedule: (id, state) => `エクスポート ${id}(${state})は時刻を変更できません。`,
    cancel: (id, state) => `エクスポート ${id}(${state})は取り消せません。`,
    'give-up': (id, state) => `エクスポート ${id}(${state})は失敗にできません。`,
    'delete-file': (id, state) =>
      `エクスポート ${id}(${state})は削除できません。アーカイブがありません。`,
  },
  timeOver: 'その時刻は過ぎています。これからの時刻を選んでください。',
  hasStarted: 'その間に開始しました。',
  inMastodon: 'Mastodon のワーカーが作成中で、中断できません。終わるまで待ってください。',
  otherActive: (type, name) => `@${name} の別のエクスポート(${type})がすでに処理中です。`,
}
