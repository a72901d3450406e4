/** The configuration as one typed object; `read-config.ts` makes it from the environment. */
import type { RedisSettings } from '@howdah/engine'
import type { ExportWindow } from './export-window.ts'
import type { StaffRoles } from './staff-roles.ts'
import type { S3Settings } from '../storage/s3/settings.ts'

export interface DatabaseSettings {
  /** A whole connection string; the other fields of the address are then unused. */
  readonly url: string | null
  readonly host: string
  readonly port: number
  readonly name: string
  readonly user: string
  readonly password: string | null
  readonly sslMode: 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full'
  /** A file with the certificates of authorities; null for those that Node.js trusts. */
  readonly sslRootCert: string | null
  readonly poolSize: number
  readonly statementTimeoutMs: number
  readonly connectTimeoutMs: number
  /** False behind PgBouncer in transaction mode (Mastodon's `PREPARED_STATEMENTS=false`). */
  readonly preparedStatements: boolean
}

export interface SmtpSettings {
  readonly host: string
  readonly port: number
  readonly login: string | null
  readonly password: string | null
  readonly authMethod: 'plain' | 'login' | 'cram-md5' | 'none'
  /** TLS from the first byte (port 465). */
  readonly tls: boolean
  readonly startTls: 'auto' | 'always' | 'never'
  readonly verifyCertificate: boolean
  readonly caFile: string | null
  /** Name in EHLO. */
  readonly domain: string
}

export interface MailSettings {
  readonly from: string
  readonly replyTo: string | null
  readonly returnPath: string | null
}

/**
 * Who builds the archives that members ask for: `own` – Howdah those that were asked for through
 * its page; `take-over` – Howdah also those of Mastodon's page; `watch` – Mastodon, and Howdah looks
 * after it.
 */
export type ExportMode = 'own' | 'take-over' | 'watch'

export interface AdoptSettings {
  readonly mode: ExportMode
  /** What becomes of an export whose job is lost: queued again, or shown with a button. */
  readonly stuckPolicy: 'offer' | 'requeue'
}

export interface WebhookSettings {
  readonly url: string
  /** Key of the signature. */
  readonly secret: string
}

export interface SignInSettings {
  /** Whether the instance's own log-in page is offered. */
  readonly oauth: boolean
  /** Whether a password alone opens a session, where no second factor is on. */
  readonly password: boolean
  /** Where Mastodon itself is reached, without a slash at the end. */
  readonly instanceUrl: string
  /** Null: Howdah registers itself with the instance at the first sign-in. */
  readonly application: { readonly clientId: string; readonly clientSecret: string } | null
}

export interface Config {
  readonly localDomain: string
  readonly webDomain: string
  readonly https: boolean
  /** Where members reach Howdah's pages, without a slash at the end. */
  readonly publicUrl: string
  readonly database: DatabaseSettings
  /** A replica from which archives are read; null: from the database itself. */
  readonly replica: DatabaseSettings | null
  readonly redis: RedisSettings & { readonly namespace: string }
  readonly media: {
    /** Mastodon's folder of media; unused where they lie in a bucket. */
    readonly root: string
    /** Where the public finds them: a path on the web domain, or a whole address. */
    readonly rootUrl: string
    /** Null: media and archives lie in {@link root}. */
    readonly s3: S3Settings | null
  }
  readonly exports: {
    readonly queue: string
    /** Folder of migration archives; those of type `backup` lie where Mastodon keeps them. */
    readonly directory: string
    /** Folder of archives that are being built for a bucket. */
    readonly workDirectory: string
    /** Bytes that one file of an archive may have; null: all goes into one. */
    readonly partBytes: number | null
    readonly retentionDays: number
    readonly minIntervalDays: number
    readonly maxAttempts: number
    /** What `url` of an attachment in `outbox.json` is: its entry's name, or Mastodon's own. */
    readonly attachmentUrls: 'entry' | 'mastodon'
    /** When large exports start; null: at any time. */
    readonly window: ExportWindow | null
    /** What is estimated to be smaller than this does not wait for the window. */
    readonly windowSkipBelowBytes: number
    /** Exports that run at once, over all workers; null: as many as their concurrency allows. */
    readonly limit: number | null
    /** Days for which the rows of ended exports are kept; null: for ever. */
    readonly historyDays: number | null
  }
  /** Who is told over HTTP how an export ended; null: nobody. */
  readonly webhook: WebhookSettings | null
  /** Language of members who chose none, as Mastodon's `DEFAULT_LOCALE`. */
  readonly defaultLocale: string
  readonly adopt: AdoptSettings
  readonly signIn: SignInSettings
  /** Mastodon's roles that may do something else here than there. */
  readonly roles: StaffRoles
  readonly smtp: SmtpSettings | null
  /** The program that messages are given to instead of a server; null for none. */
  readonly sendmail: string | null
  readonly mail: MailSettings
  readonly mailDirectory: string
  readonly web: { readonly host: string; readonly port: number }
  readonly worker: {
    readonly queues: readonly string[]
    readonly concurrency: number
    readonly timeoutSeconds: number
  }
  readonly dataDirectory: string
  readonly restartCommand: string
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}
