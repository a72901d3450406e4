import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { errors as english } from '../en/errors.ts'

export const errors: WordsLike<typeof english> = {
  notFound: 'ページが見つかりません',
  nothingHere: 'このアドレスには何もありません。',
  toDashboard: 'ダッシュボードへ',
  broken: '問題が発生しました',
  brokenForStrangers: 'ページを作成できませんでした。何も変更されていません。',
  brokenNote: 'このページを作成できませんでした。理由はサーバーのログにあります。',
  refused: '拒否されました',
  onlyLooking: 'このコンソールは閲覧できますが、変更はできません。',
  malformedForm: 'フォームが大きすぎるか、形式が正しくありません。何も変更されていません。',
  crossSite: 'このサイトのページから送られたリクエストではないため、何も変更されていません。',
  onlyForms: 'ここに送信できるのは HTML フォームだけです。何も変更されていません。',
  tooMany: '操作が多すぎます',
  tooManyNote: (seconds) =>
    forms(seconds, {
      other:
        '何も実行されていません。# 秒後にもう一度お試しください。多数のジョブをまとめて扱うには「すべて」または検索を使ってください。',
    }),
  tooManyOpen: '開いているページが多すぎます。',
  silent: 'Redis が応答しません',
  silentNote:
    'キューは Redis にあるため、今は表示できません。Redis サーバーが動作していて、ここから接続できるか確認してください。',
  denied: 'Redis に拒否されました',
  deniedNote:
    'Redis は応答していますが、このページに必要な操作を拒否しています。Redis のアドレスに含まれるユーザーとパスワード、そのユーザーの権限を確認してください。Redis からのメッセージ:',
  unknownOutcome: '最後の操作が実行されたかどうかは分かりません。',
  tryAgain: '再読み込み',
}
