import type { FoundState, ReasonWords, StorageRemedy } from '../reason.ts'

const REMEDIES: Readonly<Record<StorageRemedy, string>> = {
  acl: 'Dieser Bucket kennt keine ACLs: Setze S3_PERMISSION auf einen leeren Wert, wie für Mastodon, dann wiederhole.',
  bucket: 'Berichtige S3_BUCKET oder S3_ENDPOINT, dann wiederhole.',
  key: 'Berichtige AWS_ACCESS_KEY_ID, dann wiederhole.',
  secret: 'Berichtige AWS_SECRET_ACCESS_KEY oder S3_REGION, dann wiederhole.',
  clock: 'Stelle die Uhr dieser Maschine, dann wiederhole.',
  other:
    'Prüfe S3_BUCKET, S3_REGION und S3_ENDPOINT und ob der Schlüssel darin Objekte und Uploads lesen, schreiben, auflisten und löschen darf; dann wiederhole.',
}

const STATES: Readonly<Record<FoundState, string>> = {
  pending: 'wartend',
  scheduled: 'geplant',
  running: 'laufend',
  retrying: 'vor dem nächsten Versuch',
  failed: 'gescheitert',
}

export const de: ReasonWords = {
  'disk-full': ({ freeBytes, neededBytes, folder, variable }, size) => {
    const free = freeBytes === null ? 'nichts' : size(freeBytes)
    const needed = neededBytes === null ? '' : `; dieses Archiv braucht etwa ${size(neededBytes)}`
    return `Die Platte ist voll: ${free} frei in ${folder}${needed}. Schaffe Platz, oder lass ${variable} einen Ordner auf einer größeren Platte nennen, dann wiederhole.`
  },
  'not-writable': ({ folder, error }) =>
    `Das Archiv kann nicht nach ${folder} geschrieben werden (${error}). Sorge dafür, dass es ein Ordner ist, in den der Benutzer von „howdah work“ schreiben darf, dann wiederhole.`,
  'member-missing': ({ userId }) =>
    `Das Mitglied mit der Benutzer-ID ${userId} gibt es nicht mehr. Lösche diesen Job: Es gibt niemanden, für den ein Archiv entstehen könnte.`,
  'database-slow': ({ seconds, stage, member, sqlState }) => {
    const doing = stage === null ? '' : ` beim Lesen von „${stage}“ für ${member}`
    const state = sqlState === null ? '' : ` (SQLSTATE ${sqlState})`
    return `Die Datenbank brauchte länger als ${seconds} s für eine Antwort${doing} und wurde angehalten${state}. Wiederhole, wenn sie weniger zu tun hat, oder erhöhe HOWDAH_STATEMENT_TIMEOUT_SECONDS.`
  },
  'database-away': ({ error }) =>
    `Die Verbindung zur Datenbank brach ab oder wurde verweigert: ${error}. Prüfe, ob PostgreSQL läuft und Verbindungen annimmt; der Export wird von selbst erneut versucht.`,
  'media-forbidden': ({ file, error }) =>
    `Die Mediendatei ${file} ist da, kann aber nicht gelesen werden (${error}). Gib dem Benutzer von „howdah work“ das Recht, Mastodons Medienordner zu lesen, dann wiederhole.`,
  'media-broken': ({ file, error }) =>
    `Die Mediendatei ${file} ist da, kann aber nicht gelesen werden (${error}). Prüfe die Platte, auf der sie liegt, oder lösche die Datei, damit sie als fehlend aufgeführt wird, dann wiederhole.`,
  'storage-away': ({ error }) =>
    `${error}. Was angekommen ist, ist sicher: Der Export wird von selbst erneut versucht und macht dort weiter.`,
  'storage-refused': ({ error, remedy }) => `${error}. ${REMEDIES[remedy]}`,
  'given-up': () => 'Sein Job ging verloren, und die Administration hat ihn aufgegeben.',
  silent: () => 'seit mehr als fünf Minuten kam kein Lebenszeichen',
  'job-nowhere': () =>
    'sein Job ist in keiner Warteschlange, in keiner Menge und in keinem Prozess',
  'job-found': ({ state }) => `sein Job wurde gefunden: ${STATES[state]}`,
  'job-deleted': () => 'sein Job wurde gelöscht',
  'job-cancelled': () => 'sein Job wurde abgebrochen',
  'job-put-back': () => 'sein Job wurde zurückgelegt',
  'job-killed': () => 'sein Job wurde zu den toten gelegt',
  'window-closed': () => 'das Zeitfenster ist vorbei; er beginnt im nächsten',
  'held-back': () => 'andere warten; Sammelanfragen kommen nur wenige auf einmal dran',
  try: ({ number, worker }) => `Versuch ${number} durch ${worker}`,
  interrupted: ({ stage }) => (stage === null ? 'vor dem ersten Schritt' : `bei „${stage}“`),
  resumed: ({ step, bytes }, size) => `bei „${step}“, ${size(bytes)} waren sicher`,
  'other-machine': () => 'diese Maschine hat nicht, was der Lauf davor geschrieben hat',
  checked: ({ neededBytes, freeBytes, bucket, mailRoute, mailFolder }, size) => {
    const room = freeBytes === null ? '' : `, ${size(freeBytes)} frei`
    const place = bucket === null ? 'der Ordner' : `der Bucket ${bucket}`
    const mail =
      mailRoute === null
        ? `kein Mailserver ist gesetzt (SMTP_SERVER): Nachrichten werden nach ${mailFolder} geschrieben`
        : `Mail geht über ${mailRoute}`
    return `etwa ${size(neededBytes)} nötig${room}; ${place} ist beschreibbar; ${mail}`
  },
  bulk: ({ requested, passedOver }) => `${requested} angefordert, ${passedOver} hatten schon einen`,
}
