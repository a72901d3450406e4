import type { FoundState, ReasonWords, StorageRemedy } from '../reason.ts'

const REMEDIES: Readonly<Record<StorageRemedy, string>> = {
  acl: 'Este bucket no conoce ACL: deja S3_PERMISSION vacío, como para Mastodon, y reintenta.',
  bucket: 'Corrige S3_BUCKET o S3_ENDPOINT y reintenta.',
  key: 'Corrige AWS_ACCESS_KEY_ID y reintenta.',
  secret: 'Corrige AWS_SECRET_ACCESS_KEY o S3_REGION y reintenta.',
  clock: 'Pon en hora el reloj de esta máquina y reintenta.',
  other:
    'Comprueba S3_BUCKET, S3_REGION y S3_ENDPOINT, y que la clave pueda leer, escribir, listar y borrar objetos y cargas en él; luego reintenta.',
}

const STATES: Readonly<Record<FoundState, string>> = {
  pending: 'en espera',
  scheduled: 'programado',
  running: 'en curso',
  retrying: 'a la espera de otro intento',
  failed: 'fallido',
}

export const es: ReasonWords = {
  'disk-full': ({ freeBytes, neededBytes, folder, variable }, size) => {
    const free = freeBytes === null ? 'nada' : size(freeBytes)
    const needed = neededBytes === null ? '' : `; este archivo necesita unos ${size(neededBytes)}`
    return `El disco está lleno: ${free} libre en ${folder}${needed}. Libera espacio, o haz que ${variable} nombre una carpeta en un disco mayor, y reintenta.`
  },
  'not-writable': ({ folder, error }) =>
    `No se puede escribir el archivo en ${folder} (${error}). Comprueba que sea una carpeta en la que pueda escribir el usuario de «howdah work» y reintenta.`,
  'member-missing': ({ userId }) =>
    `El miembro con id de usuario ${userId} ya no existe. Borra este trabajo: no hay nadie para quien hacer un archivo.`,
  'database-slow': ({ seconds, stage, member, sqlState }) => {
    const doing = stage === null ? '' : ` mientras leía «${stage}» de ${member}`
    const state = sqlState === null ? '' : ` (SQLSTATE ${sqlState})`
    return `La base de datos tardó más de ${seconds} s en responder${doing} y fue detenida${state}. Reintenta cuando esté menos ocupada, o aumenta HOWDAH_STATEMENT_TIMEOUT_SECONDS.`
  },
  'database-away': ({ error }) =>
    `La conexión con la base de datos se perdió o fue rechazada: ${error}. Comprueba que PostgreSQL funcione y acepte conexiones; la exportación se reintenta sola.`,
  'media-forbidden': ({ file, error }) =>
    `El archivo multimedia ${file} existe, pero no se puede leer (${error}). Da al usuario de «howdah work» permiso para leer la carpeta multimedia de Mastodon y reintenta.`,
  'media-broken': ({ file, error }) =>
    `El archivo multimedia ${file} existe, pero no se puede leer (${error}). Comprueba el disco donde está, o bórralo para que figure como ausente, y reintenta.`,
  'storage-away': ({ error }) =>
    `${error}. Lo que ha llegado está a salvo: la exportación se reintenta sola y sigue desde ahí.`,
  'storage-refused': ({ error, remedy }) => `${error}. ${REMEDIES[remedy]}`,
  'given-up': () => 'Su trabajo se perdió, y la administración la dio por perdida.',
  silent: () => 'no dio señales de vida en más de cinco minutos',
  'job-nowhere': () => 'su trabajo no está en ninguna cola, ningún conjunto ni ningún proceso',
  'job-found': ({ state }) => `su trabajo se encontró: ${STATES[state]}`,
  'job-deleted': () => 'su trabajo fue borrado',
  'job-cancelled': () => 'su trabajo fue cancelado',
  'job-put-back': () => 'su trabajo fue devuelto',
  'job-killed': () => 'su trabajo pasó a los muertos',
  'window-closed': () => 'la franja de menor carga terminó; empieza en la siguiente',
  'held-back': () => 'otros esperan; las solicitudes masivas entran de pocas en pocas',
  try: ({ number, worker }) => `intento ${number} por ${worker}`,
  interrupted: ({ stage }) => (stage === null ? 'antes de la primera etapa' : `en «${stage}»`),
  resumed: ({ step, bytes }, size) => `en «${step}», ${size(bytes)} estaban a salvo`,
  'other-machine': () => 'esta máquina no tiene lo que escribió el intento anterior',
  checked: ({ neededBytes, freeBytes, bucket, mailRoute, mailFolder }, size) => {
    const room = freeBytes === null ? '' : `, ${size(freeBytes)} libres`
    const place = bucket === null ? 'la carpeta' : `el bucket ${bucket}`
    const mail =
      mailRoute === null
        ? `no hay servidor de correo (SMTP_SERVER): los mensajes se escriben en ${mailFolder}`
        : `el correo sale por ${mailRoute}`
    return `hacen falta unos ${size(neededBytes)}${room}; se puede escribir en ${place}; ${mail}`
  },
  bulk: ({ requested, passedOver }) => `solicitadas: ${requested}; ya tenían una: ${passedOver}`,
}
