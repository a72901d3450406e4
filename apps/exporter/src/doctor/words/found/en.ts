/**
 * What checks have found, with the values that were seen; names, settings and what others say stay as
 * they are. Numbers are written plainly: a shell and the audit have no reader.
 */
import { counted } from '../counted.ts'

export const found = {
  none: 'None.',
  doesNotTell: 'It does not tell.',
  andMore: (names: string, more: number) => `${names} and ${more} more`,
  late: (seconds: number) => `No answer within ${seconds} s.`,
  notLooked: (reason: string) => `It could not be looked at: ${reason}.`,
  without: {
    database: 'Not looked at: the database does not answer.',
    tables: 'Not looked at: the tables of Howdah are not there.',
    redis: 'Not looked at: Redis does not answer.',
  },
  database: {
    isReplica: (name: string) => `“${name}” is a replica: it takes no writes.`,
    answers: (version: string, name: string, role: string) =>
      `PostgreSQL ${version}, database “${name}” as ${role}.`,
    upToDate: 'Schema “howdah” is up to date.',
    stepsMissing: (steps: string) => `Steps of schema “howdah” are missing: ${steps}.`,
    hasRights: 'It has every right that is needed.',
    lacksRights: (count: number) => `The role lacks ${count} of its rights.`,
    noneOpen: 'None is older than 10 minutes.',
    open: (count: number, minutes: number, who: string) =>
      `${count} ${count === 1 ? 'is' : 'are'} older than 10 minutes, the oldest ${minutes} min (${who}).`,
    unnamed: 'an unnamed program',
    statementEnds: (seconds: number) => `A statement ends after ${seconds} s.`,
    endsNone:
      'The server ends no statement, however long it takes; behind PgBouncer Howdah only stops waiting.',
    noReplica: 'None is configured.',
    isPrimary: 'It is no replica, but a database that takes writes.',
    behind: (seconds: string) => `${seconds} s behind.`,
  },
  redis: {
    isReplica: (address: string) => `It is a replica of ${address}.`,
    isCluster: 'It is part of a cluster.',
    isVersion: (version: string) => `It is version ${version}.`,
    version: (version: string) => `Version ${version}.`,
    answers: 'It answers.',
    policy: (policy: string) => `maxmemory-policy is ${policy}.`,
    memoryUsed: (percent: number) => `${percent} % of its memory is in use.`,
    writeFailed: (part: string) => `Its last write to disk failed (${part}).`,
    appends: 'appendonly is on.',
    keepsNothing: 'It keeps nothing on disk.',
    namespaceWith: (name: string, server: string) => `Namespace “${name}” with ${server}.`,
    noNamespace: 'No namespace.',
    namespace: (name: string) => `Namespace “${name}”.`,
    noJobsYet: 'There are no jobs of Mastodon yet.',
    elsewhere: (here: string, there: string) =>
      `Under ${here} there is no process, but under ${there} there is.`,
    named: (name: string) => (name === '' ? 'no namespace' : `namespace “${name}”`),
  },
  workers: {
    serving: (processes: number, exports: number) =>
      `${counted(processes, 'process', 'processes')}, ${counted(exports, 'export', 'exports')} at a time.`,
    allQuiet: (count: number, queue: string) =>
      count === 1
        ? `The only process of the queue “${queue}” is quiet.`
        : `All ${count} processes of the queue “${queue}” are quiet.`,
    noProcess: (queue: string) => `No process listens to the queue “${queue}”.`,
    queue: (name: string, jobs: number) => `“${name}” (${counted(jobs, 'job', 'jobs')})`,
    nobodyTakes: (queues: string) => `Nobody takes jobs from ${queues}.`,
    paused: (queues: string, count: number) => `${queues} ${count === 1 ? 'is' : 'are'} paused.`,
    allServed: (count: number) => `${counted(count, 'queue', 'queues')}, each served or empty.`,
    backlog: (waiting: number, minutes: number, requested: number, ended: number) =>
      `${waiting} wait, the oldest for ${minutes} min; in the last hour ${requested} were requested and ${ended} ended.`,
    nothingOverdue: 'Nothing is overdue.',
    overdue: (jobs: number, since: string, processes: number) =>
      `${counted(jobs, 'job is', 'jobs are')} overdue, the oldest since ${since}; ${counted(processes, 'process polls', 'processes poll')}.`,
    clocksAgree: 'Within two seconds.',
    differs: {
      redis: (seconds: string) => `This machine and Redis differ by ${seconds} s.`,
      database: (seconds: string) => `This machine and the database differ by ${seconds} s.`,
    },
    noneRuns: 'None runs.',
    allVersion: (version: string) => `All ${version}.`,
    versions: (processes: string) => `Different versions at once: ${processes}.`,
  },
  jobs: {
    died: (count: number, newest: string) =>
      `${counted(count, 'job', 'jobs')}; the newest: ${newest}`,
    tooMany: (count: number, users: string) =>
      `${counted(count, 'job', 'jobs')} too many, of ${users}.`,
    user: (id: string) => `user ${id}`,
    noReason: 'no reason was kept',
  },
  exports: {
    stuck: (count: number, members: string) =>
      `${counted(count, 'export', 'exports')}: ${members}.`,
    noJob: (count: number, members: string) => `${count} without a job anywhere: ${members}.`,
    row: (id: string) => `row ${id}`,
    noFailure: 'None in 24 hours.',
    failures: (count: number, kinds: string, newest: string) =>
      `${count} in 24 hours (${kinds}). The newest: ${newest}`,
    noneMissing: 'None is missing.',
    membersGone: (count: number, members: string) =>
      `${counted(count, 'export', 'exports')} of members who are gone: ${members}.`,
    complete: 'None is incomplete.',
    filesMissing: (files: number, archives: number, example: string) =>
      `${counted(files, 'file', 'files')} in ${counted(archives, 'archive', 'archives')}; ${example}`,
    keptAlone: (ours: number) => `Howdah: ${counted(ours, 'day', 'days')}; Mastodon deletes none.`,
    kept: (ours: number, theirs: number) =>
      `Howdah: ${counted(ours, 'day', 'days')}, Mastodon: ${counted(theirs, 'day', 'days')}.`,
    deletedEarlier: (ours: number, theirs: number) =>
      `Howdah says ${counted(ours, 'day', 'days')}, but Mastodon deletes archives after ${theirs}.`,
  },
  files: {
    unknownRoom: 'The storage does not tell.',
    room: (free: string, folder: string, wanted: string) =>
      `${free} free in ${folder}; one archive wants up to ${wanted}.`,
    free: (free: string, folder: string) => `${free} free in ${folder}.`,
    bucket: (name: string) => `Bucket ${name}.`,
    allThere: (count: number) => `${count} looked for, all there.`,
    missing: (count: number, of: number, names: string) =>
      `${count} of ${of} are missing: ${names}.`,
    orphans: (count: number, size: string) =>
      count === 1
        ? `1 archive (${size}) belongs to no request.`
        : `${count} archives (${size}) belong to no request.`,
    unfinished: (count: number, names: string) => `${count}: ${names}.`,
  },
  mail: {
    notSet: (folder: string) => `SMTP_SERVER is not set; messages are written to ${folder}.`,
    answers: (address: string) => `${address} answers.`,
    program: (path: string) => `${path} can be run.`,
    noProgram: (reason: string) => `SMTP_DELIVERY_METHOD is sendmail, and ${reason}.`,
    sender: (from: string) => `It is ${from}.`,
    staysHere: (from: string) => `${from}; no message leaves this server.`,
    allTold: 'All of them.',
    notTold: (count: number, members: string) =>
      `${count} ${count === 1 ? 'was' : 'were'} not: ${members}.`,
    lookedAt: (count: number) => `${count} looked at.`,
    noAddress: (member: string, email: string) => `${member} (“${email}” is no address)`,
    neverConfirmed: (member: string) => `${member} (never confirmed)`,
    notConfirmed: (member: string) => `${member} (a new address was entered and not confirmed)`,
  },
  webhook: {
    none: 'None is configured.',
    answers: (place: string) => `${place} answers.`,
    noAnswer: (place: string, reason: string) => `${place} does not answer: ${reason}.`,
    leadsElsewhere: (place: string, to: string) => `${place} leads elsewhere, to ${to}.`,
    notTaken: (count: number, newest: string) =>
      `${counted(count, 'message was', 'messages were')} not taken; the newest: ${newest}`,
  },
  site: {
    status: (status: number) => `status ${status}`,
    notHowdah: (url: string, why: string) => `${url} is not answered by Howdah (${why}).`,
    passwordOnly: 'By password only; members with a second factor need one-time links.',
    bothOff: 'Both ways are off.',
    notMastodon: (url: string, why: string) => `${url} does not answer as Mastodon does (${why}).`,
    otherServer: (url: string, domain: string, wanted: string) =>
      `${url} is ${domain}, not ${wanted}.`,
    noMastodon: (url: string) => `${url} is no Mastodon.`,
    inBucket: 'They lie in a bucket, as private objects.',
    refused: (status: number) => `Refused with status ${status}.`,
    isPublic: (address: string) => `${address} is served to everybody.`,
  },
}
