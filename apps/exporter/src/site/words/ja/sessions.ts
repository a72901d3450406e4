import { forms, type WordsLike } from '@howdah/web/views'
import type { sessions as english } from '../en/sessions.ts'

export const sessions: WordsLike<typeof english> = {
  title: 'セッション',
  note: 'このサービスにログインしている場所です。心当たりのないものはログアウトし、Mastodon のパスワードを変更してください。セッションは 30 分使われないか 12 時間たつと自動的に終了します。',
  endOthers: 'ほかをすべてログアウト',
  caption: 'あなたのセッション(最近使った順)',
  columns: {
    browser: 'ブラウザー',
    address: 'アドレス',
    method: 'ログイン方法',
    since: '開始',
    seen: '最終利用',
    actions: '操作',
  },
  thisOne: '(このブラウザー)',
  methods: {
    password: 'パスワード',
    oauth: 'サーバーのアカウント',
    link: '1 回限りのリンク',
  },
  end: 'ログアウト',
  endedAlready: 'そのセッションはすでに終了しています。',
  ended: (count) => forms(count, { other: '# 件のセッションをログアウトしました。' }),
  unknownProgram: '不明なプログラム',
  browserOn: (browser, system) => `${browser}(${system})`,
  ofMember: {
    title: 'このサービスのセッション',
    caption: (member) => `${member} がログインしている場所`,
    endAll: 'すべてログアウト',
    refused: 'あなたのロールではこのユーザーをログアウトさせられません。',
  },
}
