/**
 * The sentences of reasons in English. They are compared with what is stored: rows that were written before a
 * sentence changed are shown as they were written.
 */
import type { ReasonWords, StorageRemedy } from '../reason.ts'

const REMEDIES: Readonly<Record<StorageRemedy, string>> = {
  acl: 'This bucket knows no ACLs: set S3_PERMISSION to an empty value, as for Mastodon, then retry.',
  bucket: 'Correct S3_BUCKET or S3_ENDPOINT, then retry.',
  key: 'Correct AWS_ACCESS_KEY_ID, then retry.',
  secret: 'Correct AWS_SECRET_ACCESS_KEY or S3_REGION, then retry.',
  clock: "Set this machine's clock right, then retry.",
  other:
    'Check S3_BUCKET, S3_REGION and S3_ENDPOINT, and that the key may read, write, list and ' +
    'delete objects and uploads in it; then retry.',
}

export const en: ReasonWords = {
  'disk-full': ({ freeBytes, neededBytes, folder, variable }, size) => {
    const free = freeBytes === null ? 'nothing' : size(freeBytes)
    const needed = neededBytes === null ? '' : `; this archive needs about ${size(neededBytes)}`
    return `The disk is full: ${free} free in ${folder}${needed}. Free some space, or let ${variable} name a folder on a larger disk, then retry.`
  },
  'not-writable': ({ folder, error }) =>
    `The archive cannot be written to ${folder} (${error}). See that it is a folder in which the user that runs "howdah work" may write, then retry.`,
  'member-missing': ({ userId }) =>
    `The member with user id ${userId} no longer exists. Delete this job: there is nobody to make an archive for.`,
  'database-slow': ({ seconds, stage, member, sqlState }) => {
    const doing = stage === null ? '' : ` while it read the ${stage} of ${member}`
    const state = sqlState === null ? '' : ` (SQLSTATE ${sqlState})`
    return `The database took longer than ${seconds} s to answer${doing} and was stopped${state}. Retry when it is less busy, or raise HOWDAH_STATEMENT_TIMEOUT_SECONDS.`
  },
  'database-away': ({ error }) =>
    `The connection to the database was lost or refused: ${error}. Check that PostgreSQL runs and accepts connections; the export is tried again by itself.`,
  'media-forbidden': ({ file, error }) =>
    `The media file ${file} exists but cannot be read (${error}). Give the user that runs "howdah work" the right to read Mastodon's media folder, then retry.`,
  'media-broken': ({ file, error }) =>
    `The media file ${file} exists but cannot be read (${error}). Check the disk that holds it, or delete the file so that it is listed as missing, then retry.`,
  'storage-away': ({ error }) =>
    `${error}. What has arrived is safe: the export is tried again by itself and goes on there.`,
  'storage-refused': ({ error, remedy }) => `${error}. ${REMEDIES[remedy]}`,
  'given-up': () => 'Its job was lost, and an administrator gave it up.',
  silent: () => 'nothing was heard of it for more than five minutes',
  'job-nowhere': () => 'its job is in no queue, in no set and in no process',
  'job-found': ({ state }) => `its job was found to be ${state}`,
  'job-deleted': () => 'its job was deleted',
  'job-cancelled': () => 'its job was cancelled',
  'job-put-back': () => 'its job was put back',
  'job-killed': () => 'its job was moved to the dead',
  'window-closed': () => 'the off-peak window has closed; it starts in the next one',
  'held-back': () => 'others wait; bulk requests are let in a few at a time',
  try: ({ number, worker }) => `try ${number} by ${worker}`,
  interrupted: ({ stage }) => stage ?? 'before the first stage',
  resumed: ({ step, bytes }, size) => `at ${step}, ${size(bytes)} were safe`,
  'other-machine': () => 'this machine does not have what the run before wrote',
  checked: ({ neededBytes, freeBytes, bucket, mailRoute, mailFolder }, size) => {
    const room = freeBytes === null ? '' : `, ${size(freeBytes)} free`
    const place = bucket === null ? 'the folder' : `the bucket ${bucket}`
    const mail =
      mailRoute === null
        ? `no mail server is set (SMTP_SERVER): messages are written to ${mailFolder}`
        : `mail goes through ${mailRoute}`
    return `about ${size(neededBytes)} needed${room}; ${place} can be written; ${mail}`
  },
  bulk: ({ requested, passedOver }) => `${requested} requested, ${passedOver} had one`,
}
