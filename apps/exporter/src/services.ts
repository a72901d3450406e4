/**
 * Everything that the processes of Howdah are made of, opened from one configuration and closed
 * together: database, Redis, ledger, storages, mail.
 */
import { connectRedis, type Logger, type RedisClient } from '@howdah/engine'
import type { Kysely } from 'kysely'
import type { Config } from './config/config.ts'
import { explainStart, namespaceRefused, StartError } from './start-error.ts'
import { connectDatabase, connectReplica, type Database } from './database.ts'
import { BulkRequests } from './ledger/bulk.ts'
import { Ledger } from './ledger/ledger.ts'
import { MemberNames } from './ledger/member-names.ts'
import { ExportOperations } from './ledger/operations.ts'
import { ExportService } from './ledger/requests.ts'
import { estimateSize } from './ledger/policy.ts'
import { ServerPolicy } from './ledger/server-policy.ts'
import { Turns } from './ledger/turns.ts'
import { Waiting } from './ledger/waiting.ts'
import { removeArchive, removeLeftover } from './jobs/leftovers.ts'
import { leftoverOf } from './ledger/upkeep.ts'
import { createMailer, type Mailer } from './mail/mailer.ts'
import { destroyBackups, insertBackup, restoreBackups } from './mastodon/backups.ts'
import { ExportSource } from './mastodon/export-source.ts'
import type { Instance } from './mastodon/instance.ts'
import { findMember } from './mastodon/members.ts'
import { describeServer, readServer } from './mastodon/releases/server.ts'
import { ArchiveStorage } from './storage/archive-storage.ts'
import { LocalStorage } from './storage/local-storage.ts'
import { LazyS3Storage } from './storage/s3/lazy-s3-storage.ts'
import type { Storage } from './storage/storage.ts'

/** Migration exports lie in a folder of ours alone: nobody else may read them. */
const PRIVATE_FILE_MODE = 0o600

/** What needs no Redis: enough to build an archive in the foreground. */
export interface Stores {
  readonly config: Config
  readonly db: Kysely<Database>
  /** For reading what archives are made of; null where no replica is configured. */
  readonly replica: Kysely<Database> | null
  readonly ledger: Ledger
  readonly instance: Instance
  /** Mastodon's media. */
  readonly media: Storage
  /** Where finished archives lie, of both types. */
  readonly storage: Storage
  readonly mailer: Mailer
  readonly logger: Logger
  close(): Promise<void>
}

export interface Services extends Stores {
  readonly redis: RedisClient
  readonly exports: ExportService
  readonly operations: ExportOperations
  readonly turns: Turns
  readonly policy: ServerPolicy
  readonly bulk: BulkRequests
  readonly waiting: Waiting
  readonly names: MemberNames
}

/** Nothing connects before it is used. */
export function openStores(config: Config, logger: Logger): Stores {
  const db = connectDatabase(config.database)
  const replica = config.replica === null ? null : connectReplica(config.replica, config.database)
  const media = openMedia(config)
  const own = new LocalStorage({ root: config.exports.directory, fileMode: PRIVATE_FILE_MODE })
  const mailer = createMailer(config)
  return {
    config,
    db,
    replica,
    ledger: new Ledger(db),
    instance: instanceOf(config),
    media,
    storage: new ArchiveStorage({ media, own }),
    mailer,
    logger,
    close: async () => {
      mailer.close()
      if (media instanceof LazyS3Storage) await media.close()
      await Promise.all([db.destroy(), replica?.destroy()])
    },
  }
}

function openMedia({ media, exports }: Config): LocalStorage | LazyS3Storage {
  return media.s3 === null
    ? new LocalStorage({ root: media.root })
    : new LazyS3Storage({ settings: media.s3, workFolder: exports.workDirectory })
}

/** Opens everything and brings the ledger's tables up to date. */
export async function openServices(config: Config, logger: Logger): Promise<Services> {
  const services = prepareServices(config, logger)
  try {
    await services.ledger.migrate()
    await services.redis.call('PING')
    await refuseNamespace(services)
  } catch (error) {
    await services.close().catch(() => {}) // What is told is why it could not start, not how it ended.
    throw error instanceof StartError ? error : explainStart(error, config)
  }
  return services
}

/** From 4.4 on Mastodon does not start with a namespace: its jobs would lie elsewhere. */
async function refuseNamespace({ config, db }: Services): Promise<void> {
  const { namespace } = config.redis
  if (namespace === '') return
  const server = await readServer(db)
  if (!server.release.hasRedisNamespace) {
    throw namespaceRefused(namespace, describeServer(server))
  }
}

/** The same, but nothing connects before it is used: for whoever wants to know what is wrong. */
export function prepareServices(config: Config, logger: Logger): Services {
  const stores = openStores(config, logger)
  const redis = connectRedis(config.redis)
  const exports = exportService(stores, redis)
  const operations = new ExportOperations({
    db: stores.db,
    exports,
    onError: (err) => stores.logger.warn({ err }, 'An operation on many exports stands still.'),
  })
  const names = new MemberNames({
    db: stores.db,
    onError: (err) => stores.logger.warn({ err }, 'The index of members stands still.'),
  })
  const close = async (): Promise<void> => {
    await operations.stop()
    await names.settled()
    await redis.close()
    await stores.close()
  }
  const { db, ledger } = stores
  const { queue, window, maxAttempts } = config.exports
  return {
    ...stores,
    redis,
    exports,
    operations,
    turns: new Turns({
      ledger,
      redis,
      queue,
      window,
      skipBelowBytes: config.exports.windowSkipBelowBytes,
      estimate: async (record) => estimateSize(record, await contentsOf(stores, record.userId)),
    }),
    bulk: new BulkRequests({ db, redis, queue, window, maxAttempts }),
    policy: policyOf(stores, redis),
    waiting: new Waiting({ db, redis, queue, window }),
    names,
    close,
  }
}

function policyOf({ config, db }: Stores, redis: RedisClient): ServerPolicy {
  const { limit, retentionDays, historyDays } = config.exports
  return new ServerPolicy({
    db,
    redis,
    configured: {
      limit,
      'retention-days': retentionDays,
      'history-days': historyDays ?? 0,
    },
  })
}

function exportService(stores: Stores, redis: RedisClient): ExportService {
  const { config, db, ledger, storage } = stores
  return new ExportService({
    ledger,
    redis,
    storage,
    queue: config.exports.queue,
    maxAttempts: config.exports.maxAttempts,
    minIntervalDays: config.exports.minIntervalDays,
    windowRule: {
      window: config.exports.window,
      skipBelowBytes: config.exports.windowSkipBelowBytes,
    },
    contents: (member) => contentsOf(stores, member.userId),
    performer: config.adopt.mode === 'watch' ? 'mastodon' : 'howdah',
    cleanPartial: (exportId) => cleanPartial(stores, exportId),
    removeArchive: (record) => removeArchive(stores, record),
    backups: {
      insert: (userId) => insertBackup(db, userId),
      restore: (rows) => restoreBackups(db, rows),
      destroy: (backupIds) => destroyBackups(db, backupIds),
    },
  })
}

async function cleanPartial(stores: Stores, exportId: string): Promise<void> {
  const leftover = await leftoverOf(stores.db, exportId)
  if (leftover !== null) await removeLeftover(stores, leftover)
}

async function contentsOf(
  { db }: Stores,
  userId: string,
): Promise<{ posts: number; mediaBytes: number }> {
  const member = await findMember(db, { userId })
  if (member === null) return { posts: 0, mediaBytes: 0 }
  return ExportSource.contentsOf(db, member)
}

function instanceOf(config: Config): Instance {
  return {
    localDomain: config.localDomain,
    webDomain: config.webDomain,
    https: config.https,
    mediaRootUrl: config.media.rootUrl,
    attachmentUrls: config.exports.attachmentUrls,
  }
}
