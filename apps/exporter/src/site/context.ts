/**
 * What every page of the site is given: the parts it works with, and who is asking.
 */
import type { RedisClient, Logger } from '@howdah/engine'
import type { Context, Handler } from 'hono'
import type { Kysely } from 'kysely'
import type { Config } from '../config/config.ts'
import type { Database } from '../database.ts'
import type { BulkRequests } from '../ledger/bulk.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { MemberNames } from '../ledger/member-names.ts'
import type { ExportOperations } from '../ledger/operations.ts'
import type { ExportService } from '../ledger/requests.ts'
import type { ServerPolicy } from '../ledger/server-policy.ts'
import type { Waiting } from '../ledger/waiting.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Instance } from '../mastodon/instance.ts'
import type { Storage } from '../storage/storage.ts'
import type { ServerBindings } from './http/client-address.ts'
import type { Viewer } from './sessions/viewer.ts'

/** The database as the site sees it: Mastodon's tables and the ledger's. */
export type SiteDatabase = Kysely<Database>

/** The parts the site is built from. It starts none of them and closes none of them. */
export interface SiteDeps {
  readonly config: Config
  readonly db: SiteDatabase
  readonly instance: Instance
  readonly ledger: Ledger
  /** Finds members by a part of their name or address. */
  readonly names: MemberNames
  /** Policy and actions on exports; the only way by which the site changes one. */
  readonly exports: ExportService
  /** What is done to many of them at once. */
  readonly operations: ExportOperations
  /** What administrators turn while Howdah runs. */
  readonly policy: ServerPolicy
  /** Requests for many members at once. */
  readonly bulk: BulkRequests
  /** Why exports wait, and until when. */
  readonly waiting: Waiting
  readonly redis: RedisClient
  /** Mastodon's media. */
  readonly media: Storage
  /** Where finished archives lie. */
  readonly storage: Storage
  readonly mailer: Mailer
  readonly logger: Logger
}

/** Hono's view of one request. */
export interface SiteEnv {
  Bindings: ServerBindings
  Variables: {
    /** Who is logged in; null for a visitor. */
    viewer: Viewer | null
    /** One moment for the whole page, so that all its times agree. */
    now: Date
  }
}

export type SiteContext = Context<SiteEnv>
export type SiteHandler = Handler<SiteEnv>
