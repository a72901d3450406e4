import type { CheckWords } from '../check-words.ts'
import { counted } from '../counted.ts'

export const found: CheckWords['found'] = {
  none: 'Ninguno.',
  doesNotTell: 'No lo dice.',
  andMore: (names, more) => `${names} y ${more} más`,
  late: (seconds) => `Sin respuesta en ${seconds} s.`,
  notLooked: (reason) => `No se pudo comprobar: ${reason}.`,
  without: {
    database: 'Sin comprobar: la base de datos no responde.',
    tables: 'Sin comprobar: faltan las tablas de Howdah.',
    redis: 'Sin comprobar: Redis no responde.',
  },
  database: {
    isReplica: (name) => `«${name}» es una réplica: no acepta escrituras.`,
    answers: (version, name, role) =>
      `PostgreSQL ${version}, base de datos «${name}» como ${role}.`,
    upToDate: 'El esquema «howdah» está al día.',
    stepsMissing: (steps) => `Faltan pasos del esquema «howdah»: ${steps}.`,
    hasRights: 'Tiene todos los permisos necesarios.',
    lacksRights: (count) => `Al rol le faltan permisos: ${count}.`,
    noneOpen: 'Ninguna tiene más de 10 minutos.',
    open: (count, minutes, who) =>
      `${counted(count, 'tiene', 'tienen')} más de 10 minutos; la más antigua, ${minutes} min (${who}).`,
    unnamed: 'un programa sin nombre',
    statementEnds: (seconds) => `Una sentencia termina a los ${seconds} s.`,
    endsNone:
      'El servidor no termina ninguna sentencia, tarde lo que tarde; tras PgBouncer, Howdah solo deja de esperar.',
    noReplica: 'No hay ninguna configurada.',
    isPrimary: 'No es una réplica, sino una base de datos que acepta escrituras.',
    behind: (seconds) => `${seconds} s de retraso.`,
  },
  redis: {
    isReplica: (address) => `Es una réplica de ${address}.`,
    isCluster: 'Forma parte de un clúster.',
    isVersion: (version) => `Es la versión ${version}.`,
    version: (version) => `Versión ${version}.`,
    answers: 'Responde.',
    policy: (policy) => `maxmemory-policy es ${policy}.`,
    memoryUsed: (percent) => `Usa el ${percent} % de su memoria.`,
    writeFailed: (part) => `Su última escritura en disco falló (${part}).`,
    appends: 'appendonly está activado.',
    keepsNothing: 'No guarda nada en disco.',
    namespaceWith: (name, server) => `Espacio de nombres «${name}» con ${server}.`,
    noNamespace: 'Sin espacio de nombres.',
    namespace: (name) => `Espacio de nombres «${name}».`,
    noJobsYet: 'Todavía no hay trabajos de Mastodon.',
    elsewhere: (here, there) => `Bajo ${here} no hay ningún proceso, pero bajo ${there} sí.`,
    named: (name) => (name === '' ? 'ningún espacio de nombres' : `«${name}»`),
  },
  workers: {
    serving: (processes, exports) =>
      `${counted(processes, 'proceso', 'procesos')}, ${counted(exports, 'exportación', 'exportaciones')} a la vez.`,
    allQuiet: (count, queue) =>
      count === 1
        ? `El único proceso de la cola «${queue}» está en silencio.`
        : `Los ${count} procesos de la cola «${queue}» están en silencio.`,
    noProcess: (queue) => `Ningún proceso atiende la cola «${queue}».`,
    queue: (name, jobs) => `«${name}» (${counted(jobs, 'trabajo', 'trabajos')})`,
    nobodyTakes: (queues) => `Nadie toma trabajos de ${queues}.`,
    paused: (queues, count) => `${queues}: ${count === 1 ? 'en pausa' : 'todas en pausa'}.`,
    allServed: (count) => `${counted(count, 'cola', 'colas')}, todas atendidas o vacías.`,
    backlog: (waiting, minutes, requested, ended) =>
      `En espera: ${waiting}; la más antigua, desde hace ${minutes} min. En la última hora se solicitaron ${requested} y terminaron ${ended}.`,
    nothingOverdue: 'No hay nada atrasado.',
    overdue: (jobs, since, processes) =>
      `${counted(jobs, 'trabajo atrasado', 'trabajos atrasados')}, el más antiguo desde ${since}; ${counted(processes, 'proceso los busca', 'procesos los buscan')}.`,
    clocksAgree: 'Coinciden con menos de dos segundos de diferencia.',
    differs: {
      redis: (seconds) => `Esta máquina y Redis difieren en ${seconds} s.`,
      database: (seconds) => `Esta máquina y la base de datos difieren en ${seconds} s.`,
    },
    noneRuns: 'No hay ninguno en marcha.',
    allVersion: (version) => `Todos ${version}.`,
    versions: (processes) => `Versiones distintas a la vez: ${processes}.`,
  },
  jobs: {
    died: (count, newest) => `${counted(count, 'trabajo', 'trabajos')}; el más reciente: ${newest}`,
    tooMany: (count, users) => `${counted(count, 'trabajo', 'trabajos')} de más, de ${users}.`,
    user: (id) => `usuario ${id}`,
    noReason: 'no se guardó ningún motivo',
  },
  exports: {
    stuck: (count, members) => `${counted(count, 'exportación', 'exportaciones')}: ${members}.`,
    noJob: (count, members) => `${count} sin trabajo en ninguna parte: ${members}.`,
    row: (id) => `fila ${id}`,
    noFailure: 'Ninguna en 24 horas.',
    failures: (count, kinds, newest) =>
      `${count} en 24 horas (${kinds}). La más reciente: ${newest}`,
    noneMissing: 'No falta ninguno.',
    membersGone: (count, members) =>
      `${counted(count, 'exportación', 'exportaciones')} de miembros que ya no existen: ${members}.`,
    complete: 'Ninguno está incompleto.',
    filesMissing: (files, archives, example) =>
      `${counted(files, 'fichero', 'ficheros')} en ${counted(archives, 'archivo', 'archivos')}; ${example}`,
    keptAlone: (ours) => `Howdah: ${counted(ours, 'día', 'días')}; Mastodon no elimina ninguno.`,
    kept: (ours, theirs) =>
      `Howdah: ${counted(ours, 'día', 'días')}; Mastodon: ${counted(theirs, 'día', 'días')}.`,
    deletedEarlier: (ours, theirs) =>
      `Howdah dice ${counted(ours, 'día', 'días')}, pero Mastodon elimina los archivos a los ${theirs}.`,
  },
  files: {
    unknownRoom: 'El almacenamiento no lo dice.',
    room: (free, folder, wanted) =>
      `${free} libres en ${folder}; un archivo necesita hasta ${wanted}.`,
    free: (free, folder) => `${free} libres en ${folder}.`,
    bucket: (name) => `Bucket ${name}.`,
    allThere: (count) => `${count} buscados, todos están.`,
    missing: (count, of, names) => `Faltan ${count} de ${of}: ${names}.`,
    orphans: (count, size) =>
      `${counted(count, 'archivo', 'archivos')} (${size}) sin ninguna solicitud.`,
    unfinished: (count, names) => `${count}: ${names}.`,
  },
  mail: {
    notSet: (folder) => `SMTP_SERVER no está definido; los mensajes se escriben en ${folder}.`,
    answers: (address) => `${address} responde.`,
    program: (path) => `${path} se puede ejecutar.`,
    noProgram: (reason) => `SMTP_DELIVERY_METHOD es sendmail, y ${reason}.`,
    sender: (from) => `Es ${from}.`,
    staysHere: (from) => `${from}; ningún mensaje sale de este servidor.`,
    allTold: 'A todos.',
    notTold: (count, members) => `A ${count} no: ${members}.`,
    lookedAt: (count) => `${count} comprobados.`,
    noAddress: (member, email) => `${member} («${email}» no es una dirección)`,
    neverConfirmed: (member) => `${member} (nunca confirmada)`,
    notConfirmed: (member) => `${member} (se introdujo una dirección nueva y no se confirmó)`,
  },
  webhook: {
    none: 'No hay ninguno configurado.',
    answers: (place) => `${place} responde.`,
    noAnswer: (place, reason) => `${place} no responde: ${reason}.`,
    leadsElsewhere: (place, to) => `${place} lleva a otra parte, a ${to}.`,
    notTaken: (count, newest) =>
      `${counted(count, 'mensaje no aceptado', 'mensajes no aceptados')}; el más reciente: ${newest}`,
  },
  site: {
    status: (status) => `estado ${status}`,
    notHowdah: (url, why) => `En ${url} no responde Howdah (${why}).`,
    passwordOnly:
      'Solo con contraseña; los miembros con segundo factor necesitan enlaces de un solo uso.',
    bothOff: 'Ambas formas están desactivadas.',
    notMastodon: (url, why) => `${url} no responde como Mastodon (${why}).`,
    otherServer: (url, domain, wanted) => `${url} es ${domain}, no ${wanted}.`,
    noMastodon: (url) => `${url} no es un Mastodon.`,
    inBucket: 'Están en un bucket, como objetos privados.',
    refused: (status) => `Rechazado con el estado ${status}.`,
    isPublic: (address) => `${address} se sirve a cualquiera.`,
  },
}
