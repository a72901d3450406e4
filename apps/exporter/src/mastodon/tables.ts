/**
 * Mastodon's database as Kysely sees it: one entry a table of `schema-4-5.sql`.
 *
 * The row types lie in `tables/`, by subject; `tables/columns.ts` says how values look.
 */
import type {
  AccountAliasesTable,
  AccountDeletionRequestsTable,
  AccountMigrationsTable,
  AccountNotesTable,
  AccountPinsTable,
  AccountStatsTable,
  AccountsTable,
  UserRolesTable,
  UsersTable,
} from './tables/people.ts'
import type {
  AccountsTagsTable,
  BookmarksTable,
  ConversationsTable,
  FavouritesTable,
  FeaturedTagsTable,
  MentionsTable,
  PollVotesTable,
  PollsTable,
  QuotesTable,
  ScheduledStatusesTable,
  StatusEditsTable,
  StatusPinsTable,
  StatusStatsTable,
  StatusesTable,
  StatusesTagsTable,
  TagFollowsTable,
  TagsTable,
} from './tables/posts.ts'
import type {
  CustomEmojisTable,
  MediaAttachmentsTable,
  PreviewCardsStatusesTable,
  PreviewCardsTable,
} from './tables/media.ts'
import type {
  AccountDomainBlocksTable,
  BlocksTable,
  CustomFilterKeywordsTable,
  CustomFilterStatusesTable,
  CustomFiltersTable,
  FollowRequestsTable,
  FollowsTable,
  ListAccountsTable,
  ListsTable,
  MutesTable,
} from './tables/relations.ts'
import type {
  BackupsTable,
  BulkImportRowsTable,
  BulkImportsTable,
  LoginActivitiesTable,
  OauthAccessGrantsTable,
  OauthAccessTokensTable,
  OauthApplicationsTable,
  SchemaMigrationsTable,
  SessionActivationsTable,
  SettingsTable,
  WebauthnCredentialsTable,
} from './tables/server.ts'

/** The `DB` type for `Kysely<MastodonDatabase>`. */
export interface MastodonDatabase {
  users: UsersTable
  user_roles: UserRolesTable
  accounts: AccountsTable
  account_stats: AccountStatsTable
  account_aliases: AccountAliasesTable
  account_migrations: AccountMigrationsTable
  account_deletion_requests: AccountDeletionRequestsTable
  account_notes: AccountNotesTable
  account_pins: AccountPinsTable
  statuses: StatusesTable
  status_stats: StatusStatsTable
  status_edits: StatusEditsTable
  status_pins: StatusPinsTable
  scheduled_statuses: ScheduledStatusesTable
  mentions: MentionsTable
  tags: TagsTable
  statuses_tags: StatusesTagsTable
  accounts_tags: AccountsTagsTable
  featured_tags: FeaturedTagsTable
  tag_follows: TagFollowsTable
  polls: PollsTable
  poll_votes: PollVotesTable
  quotes: QuotesTable
  conversations: ConversationsTable
  favourites: FavouritesTable
  bookmarks: BookmarksTable
  media_attachments: MediaAttachmentsTable
  custom_emojis: CustomEmojisTable
  preview_cards: PreviewCardsTable
  preview_cards_statuses: PreviewCardsStatusesTable
  follows: FollowsTable
  follow_requests: FollowRequestsTable
  mutes: MutesTable
  blocks: BlocksTable
  account_domain_blocks: AccountDomainBlocksTable
  lists: ListsTable
  list_accounts: ListAccountsTable
  custom_filters: CustomFiltersTable
  custom_filter_keywords: CustomFilterKeywordsTable
  custom_filter_statuses: CustomFilterStatusesTable
  backups: BackupsTable
  settings: SettingsTable
  session_activations: SessionActivationsTable
  webauthn_credentials: WebauthnCredentialsTable
  login_activities: LoginActivitiesTable
  oauth_applications: OauthApplicationsTable
  oauth_access_tokens: OauthAccessTokensTable
  oauth_access_grants: OauthAccessGrantsTable
  bulk_imports: BulkImportsTable
  bulk_import_rows: BulkImportRowsTable
  schema_migrations: SchemaMigrationsTable
}
