/**
 * What a viewer asked for and has to prove who they are for: kept in their session, so that it can
 * be done right after the proof without being asked for again.
 */
import { randomBytes } from 'node:crypto'
import { type QueryExecutorProvider, sql } from 'kysely'
import { z } from 'zod'
import type { Session } from './session-store.ts'

/** As long as a proof holds: what was asked for longer ago is forgotten. */
const KEPT_SECONDS = 15 * 60

const ACT = z.object({
  /** Of two that were asked for, the page of the first must not do the second. */
  id: z.string(),
  label: z.string(),
  /** Where it is posted to: a path of this site, with its query. */
  path: z.string().regex(/^\/(?!\/)/),
  fields: z.array(z.tuple([z.string(), z.string()])),
})

export type WaitingAct = z.output<typeof ACT>

/** Keeps it in the place of an earlier one, and answers its id. */
export async function keepAct(
  db: QueryExecutorProvider,
  { idHash }: Pick<Session, 'idHash'>,
  asked: {
    readonly label: string
    readonly path: string
    readonly fields: readonly (readonly [name: string, value: string])[]
  },
): Promise<string> {
  const id = randomBytes(9).toString('base64url')
  const act = JSON.stringify({ ...asked, id, at: Date.now() })
  await sql`update howdah.sessions set waiting_act = ${act}::jsonb where id_hash = ${idHash}`.execute(
    db,
  )
  return id
}

/** What waits under this id; null when it is too old, or something else was asked for since. */
export async function readAct(
  db: QueryExecutorProvider,
  session: Pick<Session, 'id'>,
  id: string,
): Promise<WaitingAct | null> {
  const since = Date.now() - KEPT_SECONDS * 1_000
  const { rows } = await sql<{ act: unknown }>`select waiting_act as act from howdah.sessions
    where id = ${session.id} and waiting_act ->> 'id' = ${id}
      and (waiting_act ->> 'at')::bigint > ${since}`.execute(db)
  return ACT.safeParse(rows[0]?.act).data ?? null
}

/** The same, once: of two clicks one gets it. */
export async function takeAct(
  db: QueryExecutorProvider,
  session: Pick<Session, 'id'>,
  id: string,
): Promise<WaitingAct | null> {
  const act = await readAct(db, session, id)
  if (act === null) return null
  const { numAffectedRows } = await sql`update howdah.sessions set waiting_act = null
    where id = ${session.id} and waiting_act ->> 'id' = ${id}`.execute(db)
  return numAffectedRows === 1n ? act : null
}
