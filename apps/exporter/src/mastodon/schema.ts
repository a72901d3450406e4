/**
 * The tables of Mastodon 4.5 as SQL text, for the demo's database and for tests.
 * The `.sql` file lies beside this module, in the sources and in the build.
 */
import { readFileSync } from 'node:fs'

/** Creates every table, index and foreign key in an empty database; one batch of statements. */
export const SCHEMA_4_5: string = readFileSync(new URL('./schema-4-5.sql', import.meta.url), 'utf8')
