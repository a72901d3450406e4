/** Our application at the instance: from the environment, or registered once and kept. */
import { sql } from 'kysely'
import type { SignInSettings } from '../../../config/config.ts'
import type { SiteDatabase } from '../../context.ts'
import type { Application, InstanceClient } from './instance-client.ts'

export interface ApplicationStoreOptions {
  readonly db: SiteDatabase
  readonly settings: SignInSettings
  readonly client: InstanceClient
  readonly redirectUri: string
}

export class ApplicationStore {
  readonly #options: ApplicationStoreOptions

  constructor(options: ApplicationStoreOptions) {
    this.#options = options
  }

  /** The application; registered now when there is none. */
  async get(): Promise<Application> {
    const { settings, client, redirectUri } = this.#options
    const known = settings.application ?? (await this.#read())
    if (known !== null) return known
    const made = await client.register(redirectUri)
    await this.#save(made)
    // Another process may have been faster: all use the one that was kept.
    return (await this.#read()) ?? made
  }

  /** The instance no longer knows it: the next sign-in registers a new one. */
  async forget(): Promise<void> {
    const { db, settings, redirectUri } = this.#options
    await sql`delete from howdah.oauth_applications
      where instance_url = ${settings.instanceUrl} and redirect_uri = ${redirectUri}`.execute(db)
  }

  async #read(): Promise<Application | null> {
    const { db, settings, redirectUri } = this.#options
    const { rows } = await sql<{ client_id: string; client_secret: string }>`
      select client_id, client_secret from howdah.oauth_applications
      where instance_url = ${settings.instanceUrl} and redirect_uri = ${redirectUri}`.execute(db)
    const row = rows[0]
    return row === undefined ? null : { clientId: row.client_id, clientSecret: row.client_secret }
  }

  async #save({ clientId, clientSecret }: Application): Promise<void> {
    const { db, settings, redirectUri } = this.#options
    await sql`insert into howdah.oauth_applications
        (instance_url, redirect_uri, client_id, client_secret)
      values (${settings.instanceUrl}, ${redirectUri}, ${clientId}, ${clientSecret})
      on conflict do nothing`.execute(db)
  }
}
