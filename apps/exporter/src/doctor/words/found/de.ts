import type { CheckWords } from '../check-words.ts'
import { counted } from '../counted.ts'

export const found: CheckWords['found'] = {
  none: 'Keine.',
  doesNotTell: 'Darüber gibt es keine Auskunft.',
  andMore: (names, more) => `${names} und ${more} weitere`,
  late: (seconds) => `Keine Antwort innerhalb von ${seconds} s.`,
  notLooked: (reason) => `Konnte nicht geprüft werden: ${reason}.`,
  without: {
    database: 'Nicht geprüft: Die Datenbank antwortet nicht.',
    tables: 'Nicht geprüft: Die Tabellen von Howdah fehlen.',
    redis: 'Nicht geprüft: Redis antwortet nicht.',
  },
  database: {
    isReplica: (name) => `„${name}“ ist ein Replikat und nimmt nichts an.`,
    answers: (version, name, role) => `PostgreSQL ${version}, Datenbank „${name}“ als ${role}.`,
    upToDate: 'Das Schema „howdah“ ist auf dem neuesten Stand.',
    stepsMissing: (steps) => `Schritte des Schemas „howdah“ fehlen: ${steps}.`,
    hasRights: 'Sie hat alle nötigen Rechte.',
    lacksRights: (count) => `Der Rolle fehlen ${counted(count, 'Recht', 'Rechte')}.`,
    noneOpen: 'Keine ist älter als 10 Minuten.',
    open: (count, minutes, who) =>
      `${counted(count, 'ist', 'sind')} älter als 10 Minuten, die älteste ${minutes} min (${who}).`,
    unnamed: 'ein Programm ohne Namen',
    statementEnds: (seconds) => `Eine Anweisung endet nach ${seconds} s.`,
    endsNone:
      'Der Server beendet keine Anweisung, wie lange sie auch dauert; hinter PgBouncer hört Howdah nur auf zu warten.',
    noReplica: 'Keines ist eingestellt.',
    isPrimary: 'Das ist kein Replikat, sondern eine Datenbank, die Schreiben annimmt.',
    behind: (seconds) => `${seconds} s zurück.`,
  },
  redis: {
    isReplica: (address) => `Es ist ein Replikat von ${address}.`,
    isCluster: 'Es gehört zu einem Cluster.',
    isVersion: (version) => `Es ist Version ${version}.`,
    version: (version) => `Version ${version}.`,
    answers: 'Es antwortet.',
    policy: (policy) => `maxmemory-policy ist ${policy}.`,
    memoryUsed: (percent) => `${percent} % des Speichers sind belegt.`,
    writeFailed: (part) => `Das letzte Schreiben auf die Platte schlug fehl (${part}).`,
    appends: 'appendonly ist an.',
    keepsNothing: 'Es behält nichts auf der Platte.',
    namespaceWith: (name, server) => `Namensraum „${name}“ mit ${server}.`,
    noNamespace: 'Kein Namensraum.',
    namespace: (name) => `Namensraum „${name}“.`,
    noJobsYet: 'Es gibt noch keine Jobs von Mastodon.',
    elsewhere: (here, there) => `Unter ${here} läuft kein Prozess, unter ${there} aber schon.`,
    named: (name) => (name === '' ? 'keinem Namensraum' : `Namensraum „${name}“`),
  },
  workers: {
    serving: (processes, exports) =>
      `${counted(processes, 'Prozess', 'Prozesse')}, ${counted(exports, 'Export', 'Exporte')} zugleich.`,
    allQuiet: (count, queue) =>
      count === 1
        ? `Der einzige Prozess der Warteschlange „${queue}“ ist stillgelegt.`
        : `Alle ${count} Prozesse der Warteschlange „${queue}“ sind stillgelegt.`,
    noProcess: (queue) => `Kein Prozess bedient die Warteschlange „${queue}“.`,
    queue: (name, jobs) => `„${name}“ (${counted(jobs, 'Job', 'Jobs')})`,
    nobodyTakes: (queues) => `Niemand nimmt Jobs aus ${queues}.`,
    paused: (queues, count) => `${queues} ${count === 1 ? 'ist' : 'sind'} angehalten.`,
    allServed: (count) =>
      `${counted(count, 'Warteschlange', 'Warteschlangen')}, jede bedient oder leer.`,
    backlog: (waiting, minutes, requested, ended) =>
      `Es warten ${waiting}, am längsten seit ${minutes} min; in der letzten Stunde wurden ${requested} angefordert und ${ended} beendet.`,
    nothingOverdue: 'Nichts ist überfällig.',
    overdue: (jobs, since, processes) =>
      `${counted(jobs, 'Job ist', 'Jobs sind')} überfällig, am längsten seit ${since}; ${counted(processes, 'Prozess sieht', 'Prozesse sehen')} danach.`,
    clocksAgree: 'Auf zwei Sekunden genau.',
    differs: {
      redis: (seconds) => `Diese Maschine und Redis weichen um ${seconds} s voneinander ab.`,
      database: (seconds) =>
        `Diese Maschine und die Datenbank weichen um ${seconds} s voneinander ab.`,
    },
    noneRuns: 'Keiner läuft.',
    allVersion: (version) => `Alle ${version}.`,
    versions: (processes) => `Verschiedene Versionen zugleich: ${processes}.`,
  },
  jobs: {
    died: (count, newest) => `${counted(count, 'Job', 'Jobs')}; der neueste: ${newest}`,
    tooMany: (count, users) => `${counted(count, 'Job', 'Jobs')} zu viel, von ${users}.`,
    user: (id) => `Benutzer ${id}`,
    noReason: 'kein Grund ist bekannt',
  },
  exports: {
    stuck: (count, members) => `${counted(count, 'Export', 'Exporte')}: ${members}.`,
    noJob: (count, members) => `${count} ohne einen Job irgendwo: ${members}.`,
    row: (id) => `Zeile ${id}`,
    noFailure: 'Keiner in 24 Stunden.',
    failures: (count, kinds, newest) => `${count} in 24 Stunden (${kinds}). Der neueste: ${newest}`,
    noneMissing: 'Keines fehlt.',
    membersGone: (count, members) =>
      `${counted(count, 'Export', 'Exporte')} von Mitgliedern, die es nicht mehr gibt: ${members}.`,
    complete: 'Keines ist unvollständig.',
    filesMissing: (files, archives, example) =>
      `${counted(files, 'Datei', 'Dateien')} in ${counted(archives, 'Archiv', 'Archiven')}; ${example}`,
    keptAlone: (ours) => `Howdah: ${counted(ours, 'Tag', 'Tage')}; Mastodon löscht keine.`,
    kept: (ours, theirs) =>
      `Howdah: ${counted(ours, 'Tag', 'Tage')}, Mastodon: ${counted(theirs, 'Tag', 'Tage')}.`,
    deletedEarlier: (ours, theirs) =>
      `Howdah nennt ${counted(ours, 'Tag', 'Tage')}, Mastodon löscht Archive aber nach ${theirs}.`,
  },
  files: {
    unknownRoom: 'Der Speicher gibt darüber keine Auskunft.',
    room: (free, folder, wanted) =>
      `${free} frei in ${folder}; ein Archiv braucht bis zu ${wanted}.`,
    free: (free, folder) => `${free} frei in ${folder}.`,
    bucket: (name) => `Bucket ${name}.`,
    allThere: (count) => `${count} gesucht, alle da.`,
    missing: (count, of, names) => `${count} von ${of} fehlen: ${names}.`,
    orphans: (count, size) =>
      count === 1
        ? `1 Archiv (${size}) gehört zu keiner Anforderung.`
        : `${count} Archive (${size}) gehören zu keiner Anforderung.`,
    unfinished: (count, names) => `${count}: ${names}.`,
  },
  mail: {
    notSet: (folder) =>
      `SMTP_SERVER ist nicht gesetzt; Nachrichten werden nach ${folder} geschrieben.`,
    answers: (address) => `${address} antwortet.`,
    program: (path) => `${path} lässt sich starten.`,
    noProgram: (reason) => `SMTP_DELIVERY_METHOD ist sendmail, und: ${reason}.`,
    sender: (from) => `Es ist ${from}.`,
    staysHere: (from) => `${from}; keine Nachricht verlässt diesen Server.`,
    allTold: 'Alle.',
    notTold: (count, members) => `${count} nicht: ${members}.`,
    lookedAt: (count) => `${count} geprüft.`,
    noAddress: (member, email) => `${member} („${email}“ ist keine Adresse)`,
    neverConfirmed: (member) => `${member} (nie bestätigt)`,
    notConfirmed: (member) => `${member} (eine neue Adresse wurde eingetragen und nicht bestätigt)`,
  },
  webhook: {
    none: 'Keiner ist eingestellt.',
    answers: (place) => `${place} antwortet.`,
    noAnswer: (place, reason) => `${place} antwortet nicht: ${reason}.`,
    leadsElsewhere: (place, to) => `${place} leitet weiter, nach ${to}.`,
    notTaken: (count, newest) =>
      `${counted(count, 'Nachricht wurde', 'Nachrichten wurden')} nicht angenommen; die neueste: ${newest}`,
  },
  site: {
    status: (status) => `Status ${status}`,
    notHowdah: (url, why) => `Unter ${url} antwortet nicht Howdah (${why}).`,
    passwordOnly: 'Nur mit Passwort; Mitglieder mit einem zweiten Faktor brauchen einmalige Links.',
    bothOff: 'Beide Wege sind abgeschaltet.',
    notMastodon: (url, why) => `${url} antwortet nicht wie Mastodon (${why}).`,
    otherServer: (url, domain, wanted) => `${url} ist ${domain}, nicht ${wanted}.`,
    noMastodon: (url) => `${url} ist kein Mastodon.`,
    inBucket: 'Sie liegen als private Objekte in einem Bucket.',
    refused: (status) => `Abgewiesen mit Status ${status}.`,
    isPublic: (address) => `${address} wird jedem ausgeliefert.`,
  },
}
