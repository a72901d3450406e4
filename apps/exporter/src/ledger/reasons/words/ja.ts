import type { FoundState, ReasonWords, StorageRemedy } from '../reason.ts'

const REMEDIES: Readonly<Record<StorageRemedy, string>> = {
  acl: 'このバケットは ACL に対応していません。Mastodon と同じく S3_PERMISSION を空にして、再試行してください。',
  bucket: 'S3_BUCKET または S3_ENDPOINT を直して、再試行してください。',
  key: 'AWS_ACCESS_KEY_ID を直して、再試行してください。',
  secret: 'AWS_SECRET_ACCESS_KEY または S3_REGION を直して、再試行してください。',
  clock: 'このマシンの時計を合わせて、再試行してください。',
  other:
    'S3_BUCKET、S3_REGION、S3_ENDPOINT と、キーにオブジェクトとアップロードの読み取り、書き込み、一覧、削除の権限があるかを確かめて、再試行してください。',
}

const STATES: Readonly<Record<FoundState, string>> = {
  pending: '待機中',
  scheduled: '予約済み',
  running: '実行中',
  retrying: '再試行待ち',
  failed: '失敗',
}

export const ja: ReasonWords = {
  'disk-full': ({ freeBytes, neededBytes, folder, variable }, size) => {
    const free = freeBytes === null ? 'なし' : size(freeBytes)
    const needed = neededBytes === null ? '' : `、このアーカイブに必要なのは約 ${size(neededBytes)}`
    return `ディスクがいっぱいです。${folder} の空き: ${free}${needed}。空きを作るか、${variable} により大きいディスクのフォルダーを指定して、再試行してください。`
  },
  'not-writable': ({ folder, error }) =>
    `アーカイブを ${folder} に書き込めません (${error})。「howdah work」を動かすユーザーが書き込めるフォルダーか確かめて、再試行してください。`,
  'member-missing': ({ userId }) =>
    `ユーザー ID ${userId} のメンバーはもういません。アーカイブを作る相手がいないので、このジョブを削除してください。`,
  'database-slow': ({ seconds, stage, member, sqlState }) => {
    const doing = stage === null ? '' : `${member} の「${stage}」を読む間に、`
    const state = sqlState === null ? '' : ` (SQLSTATE ${sqlState})`
    return `${doing}データベースの応答が ${seconds} 秒を超えたため止められました${state}。空いているときに再試行するか、HOWDAH_STATEMENT_TIMEOUT_SECONDS を増やしてください。`
  },
  'database-away': ({ error }) =>
    `データベースへの接続が切れたか、拒否されました: ${error}。PostgreSQL が動いていて接続を受け付けるか確かめてください。エクスポートは自動で再試行されます。`,
  'media-forbidden': ({ file, error }) =>
    `メディアファイル ${file} はありますが、読めません (${error})。「howdah work」を動かすユーザーに Mastodon のメディアフォルダーを読む権限を与えて、再試行してください。`,
  'media-broken': ({ file, error }) =>
    `メディアファイル ${file} はありますが、読めません (${error})。置かれているディスクを確かめるか、ファイルを削除して (欠けたものとして記載されます)、再試行してください。`,
  'storage-away': ({ error }) =>
    `${error}。届いた分は無事です。エクスポートは自動で再試行され、そこから続きます。`,
  'storage-refused': ({ error, remedy }) => `${error}。${REMEDIES[remedy]}`,
  'given-up': () => 'ジョブが失われ、管理者が打ち切りました。',
  silent: () => '5 分以上応答がありませんでした',
  'job-nowhere': () => 'ジョブがどのキュー、セット、プロセスにもありません',
  'job-found': ({ state }) => `ジョブの状態: ${STATES[state]}`,
  'job-deleted': () => 'ジョブが削除されました',
  'job-cancelled': () => 'ジョブがキャンセルされました',
  'job-put-back': () => 'ジョブが元に戻されました',
  'job-killed': () => 'ジョブが停止扱いに移されました',
  'window-closed': () => '時間帯が終わったため、次の時間帯に始まります',
  'held-back': () => 'ほかの人が待っているため、一括の分は少しずつ入ります',
  try: ({ number, worker }) => `${number} 回目、${worker}`,
  interrupted: ({ stage }) => (stage === null ? '最初の段階の前' : `「${stage}」の途中`),
  resumed: ({ step, bytes }, size) => `「${step}」から、${size(bytes)} は無事でした`,
  'other-machine': () => '前回の実行が書いたものがこのマシンにありません',
  checked: ({ neededBytes, freeBytes, bucket, mailRoute, mailFolder }, size) => {
    const room = freeBytes === null ? '' : `、空き ${size(freeBytes)}`
    const place = bucket === null ? 'フォルダー' : `バケット ${bucket}`
    const mail =
      mailRoute === null
        ? `メールサーバーが未設定 (SMTP_SERVER) のため、メールは ${mailFolder} に書かれます`
        : `メールは ${mailRoute} 経由`
    return `必要なのは約 ${size(neededBytes)}${room}。${place}に書き込めます。${mail}`
  },
  bulk: ({ requested, passedOver }) => `${requested} 件を依頼、${passedOver} 件はすでに依頼済み`,
}
