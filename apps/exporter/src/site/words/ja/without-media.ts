import { forms, type WordsLike } from '@howdah/web/views'
import type { withoutMedia as english } from '../en/without-media.ts'

export const withoutMedia: WordsLike<typeof english> = {
  member: 'メディアなしのアーカイブ',
  staff: 'アーカイブ(メディアなし)',
  choice: (small, whole) => `メディアを含めない(${whole} の代わりに約 ${small})`,
  note: '投稿の画像・音声・動画はこのサーバーに残り、アーカイブにはそのリンクが入ります。それ以外はすべて含まれます。',
  staffNote:
    'アーカイブの場合、投稿のファイルはこのサーバーに残り、アーカイブにはそのリンクが入ります。',
  choiceForMany: 'メディアなしのアーカイブにする(投稿のファイルはこのサーバーに残ります)',
  regular: 'メディアを含めない',
  media: 'メディア',
  leftOut: 'リクエストどおり含めていません',
  question: (count) =>
    forms(count, { other: '# 件のメディアなしのアーカイブをリクエストしますか?' }),
  answers: {
    activeWithMedia:
      'メディア付きのアーカイブがすでに進行中のため、メディアなしのアーカイブはリクエストしませんでした。そちらがよければ、先に今のリクエストを取り消してください。',
    activeWithoutMedia:
      'メディアなしのアーカイブがすでに進行中のため、メディア付きのアーカイブはリクエストしませんでした。そちらがよければ、先に今のリクエストを取り消してください。',
    always: 'このサーバーでは、アーカイブには必ずメディアが含まれます。',
    staffWithMedia: (id, member) =>
      `リクエストしませんでした。${member} のメディア付きのアーカイブがすでに進行中です: #${id}`,
    staffWithoutMedia: (id, member) =>
      `リクエストしませんでした。${member} のメディアなしのアーカイブがすでに進行中です: #${id}`,
  },
}
