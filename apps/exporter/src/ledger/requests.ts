/**
 * Requests for exports, and what people do to them afterwards: policy, ledger, queue and files
 * together. The pages, the JSON API and the command line use this and nothing below it.
 */
import type { RedisClient } from '@howdah/engine'
import { archivePrefix } from './archive-prefix.ts'
import type { Storage } from '../storage/storage.ts'
import { BY_MEMBER, isPerson } from './actors.ts'
import { Admission } from './admission.ts'
import { ExportQueue } from './export-queue.ts'
import { type BackupRows, type ConsoleDeed, followConsole } from './follow-console.ts'
import type { Ledger } from './ledger.ts'
import { giveUp } from './life.ts'
import { pushEndNews, pushRequestNews } from './news-queue.ts'
import { noteTold } from './upkeep.ts'
import { planStart, type WindowRule } from './planning.ts'
import { estimateBytes, estimateSize, nextRequestAt, type Contents } from './policy.ts'
import { retryLater, startLater } from './start-later.ts'
import {
  type ExportKind,
  type ExportRecord,
  type ExportType,
  type Performer,
  RETRYABLE_STATES,
} from './types.ts'
import { unchanged, type Unchanged, type Wanted } from './unchanged.ts'

/** When and where the job of a new export waits. */
export interface RequestOptions {
  /** Left out: as soon as a worker is free. */
  readonly runsAt?: Date
  /** A queue other than the usual one, such as one for big archives. */
  readonly queue?: string
  /** At once, also outside the off-peak window. */
  readonly isUrgent?: boolean
  /** Why an administrator asks; the member reads it. */
  readonly reason?: string
  /** An archive without the files of its posts; of no meaning for lists. */
  readonly withoutMedia?: boolean
}

/** Who the export is for; a `Member` of mastodon/ fits. */
export interface Requester {
  readonly userId: string
  readonly accountId: string
  readonly username: string
}

export type RequestResult =
  | { readonly kind: 'accepted'; readonly export: ExportRecord }
  | { readonly kind: 'active'; readonly export: ExportRecord }
  | { readonly kind: 'too-soon'; readonly nextAt: Date }
  | { readonly kind: 'no-space'; readonly freeBytes: number; readonly neededBytes: number }
  /** Without media was asked for, where Mastodon's own workers build archives. */
  | { readonly kind: 'always-with-media' }

/** `changed` with the export as it is now; `unchanged` with what says why. */
export type ActionResult = { readonly kind: 'changed'; readonly export: ExportRecord } | Unchanged

/** To when an export is moved, by whom and why. */
export interface Reschedule {
  readonly at: Date
  /** User name of the administrator. */
  readonly actor: string
  readonly reason: string
}

/** Whether an export waits in a way that a time can be chosen for it. */
export function isReschedulable({ state, startedAt }: ExportRecord): boolean {
  if (state === 'scheduled' || state === 'retrying') return true
  return state === 'pending' && startedAt === null
}

/** Characters of the reason that administrators give and members read. */
export const LONGEST_REQUEST_REASON = 500

export interface ExportServiceOptions {
  readonly ledger: Ledger
  readonly redis: RedisClient
  readonly queue: string
  readonly maxAttempts: number
  /** Days between two successful requests of a member; 0 = no limit. */
  readonly minIntervalDays: number
  /** Where finished archives lie. */
  readonly storage: Storage
  /** What the archive of a member will hold, for the disk check. */
  readonly contents: (member: Requester) => Promise<Contents>
  /** When large exports start; left out: at any time. */
  readonly windowRule?: WindowRule
  readonly backups: BackupRows
  /** Whose workers build the archives that are asked for or queued again from now on. */
  readonly performer: Performer
  /** Deletes what a run that nobody goes on with left. */
  readonly cleanPartial: (exportId: string) => Promise<void>
  /** Deletes every file of a finished archive, and Mastodon's rows of them. */
  readonly removeArchive: (record: ExportRecord) => Promise<void>
}

const NOTHING: Contents = { posts: 0, mediaBytes: 0 }

const ANY_TIME: WindowRule = { window: null, skipBelowBytes: 0 }

export class ExportService {
  readonly #options: ExportServiceOptions
  readonly #ledger: Ledger
  readonly #queue: ExportQueue
  readonly #admission: Admission

  constructor(options: ExportServiceOptions) {
    this.#options = options
    this.#ledger = options.ledger
    this.#queue = new ExportQueue({ redis: options.redis, queue: options.queue })
    this.#admission = new Admission({ ...options, queue: this.#queue })
  }

  /**
   * Asks for an export. The interval between two binds members only: an administrator who asks for
   * somebody has a reason.
   *
   * @param by one of the words of actors.ts, or the user name of the administrator
   * @throws `LedgerError` `redis-unreachable` when the job could not be pushed; the request
   * is then undone and does not block the member.
   */
  async request(
    member: Requester,
    type: ExportType,
    by: string,
    options: RequestOptions = {},
  ): Promise<RequestResult> {
    const kind = { type, includesMedia: type !== 'backup' || options.withoutMedia !== true }
    if (!kind.includesMedia && !this.offersWithoutMedia) return { kind: 'always-with-media' }
    const active = await this.#ledger.active(member.userId, type)
    if (active !== null) return { kind: 'active', export: active }
    const nextAt = by === BY_MEMBER ? await this.nextRequestAt(member.userId, type) : null
    if (nextAt !== null) return { kind: 'too-soon', nextAt }
    const contents = type === 'backup' ? await this.#options.contents(member) : NOTHING
    const shortage = await this.#diskShortage(kind, contents)
    if (shortage !== null) return shortage
    const estimatedBytes = estimateSize(kind, contents)
    const plan = planStart(this.#options.windowRule ?? ANY_TIME, {
      ...options,
      estimatedBytes,
      now: new Date(),
    })
    const outcome = await this.#admission.admit({ member, kind, by, plan, options, estimatedBytes })
    return { kind: outcome.kind === 'created' ? 'accepted' : 'active', export: outcome.export }
  }

  /** Asks for an export for somebody else, who is told so at once and reads the reason. */
  async requestFor(
    member: Requester,
    type: ExportType,
    by: string,
    options: RequestOptions & { readonly reason: string },
  ): Promise<RequestResult> {
    const result = await this.request(member, type, by, options)
    const { redis, queue } = this.#options
    if (result.kind === 'accepted') await pushRequestNews(redis, queue, result.export.id)
    return result
  }

  /** Whether archives can be asked for without media: Mastodon's own workers make none such. */
  get offersWithoutMedia(): boolean {
    return this.#options.performer === 'howdah'
  }

  /** When the member may ask again; null when that is now. */
  async nextRequestAt(userId: string, type: ExportType): Promise<Date | null> {
    const lastSuccessAt = await this.#ledger.lastSuccessAt(userId, type)
    const at = nextRequestAt(lastSuccessAt, this.#options.minIntervalDays)
    return at !== null && at.getTime() > Date.now() ? at : null
  }

  /** Tries a retrying, failed or stuck export again at once. */
  async retryNow(id: string, actor: string, reason?: string): Promise<ActionResult> {
    const result = await this.#requeue(id, { actor, ...because(reason), from: RETRYABLE_STATES })
    return this.#noted(result, { id, actor, verb: 'retry' })
  }

  /** Moves a scheduled or retrying export to the queue at once. */
  async runNow(id: string, actor: string): Promise<ActionResult> {
    const result = await this.#requeue(id, { actor, from: ['scheduled', 'retrying'] })
    return this.#noted(result, { id, actor, verb: 'run now' })
  }

  /** Lets an export that waits start at another time, which must lie ahead. */
  async reschedule(id: string, to: Reschedule): Promise<ActionResult> {
    return this.#noted(await this.#reschedule(id, to), {
      id,
      actor: to.actor,
      verb: 'reschedule',
    })
  }

  async #reschedule(id: string, { at, actor, reason }: Reschedule): Promise<ActionResult> {
    if (at.getTime() <= Date.now()) {
      return unchanged({ kind: 'time-over' })
    }
    const record = await this.#ledger.get(id)
    if (record === null || !isReschedulable(record)) return this.#unchanged(id, 'reschedule')
    const detail = `to ${at.toISOString()}`
    const later = { record, runsAt: at, event: { actor, action: 'rescheduled', detail, reason } }
    const moved =
      record.state === 'retrying'
        ? await retryLater(this.#ledger, this.#queue, later)
        : await startLater(this.#ledger, this.#queue, { ...later, waitsFor: 'time' })
    if (moved === null) return unchanged({ kind: 'has-started' })
    return { kind: 'changed', export: moved }
  }

  /** Stops an export: a waiting one leaves its queue, a running one ends within a second or two. */
  async cancel(id: string, actor: string, reason?: string): Promise<ActionResult> {
    return this.#noted(await this.#cancel(id, actor, reason), { id, actor, verb: 'cancel' })
  }

  async #cancel(id: string, actor: string, reason?: string): Promise<ActionResult> {
    const before = await this.#ledger.get(id)
    if (before?.performer === 'mastodon' && before.state === 'running') {
      return unchanged({ kind: 'in-mastodon' })
    }
    const record = await this.#ledger.cancel(id, actor, because(reason))
    if (record === null) return this.#unchanged(id, 'cancel')
    if (record.backupId !== null) await this.#options.backups.destroy([record.backupId])
    // The ledger has decided: should Redis not answer, the job finds that out when it is fetched.
    const place = await this.#queue
      .cancel({ jid: record.jid, runsAt: before?.runsAt ?? null }, actor)
      .catch(() => 'signalled' as const)
    // A run that is under way removes its own file.
    if (place !== 'signalled') await this.#options.cleanPartial(id)
    return { kind: 'changed', export: record }
  }

  /** Marks a stuck export as failed and has its member told, who can then ask for a new one. */
  async giveUp(id: string, actor: string, reason: string): Promise<ActionResult> {
    const { redis, queue } = this.#options
    const record = await giveUp(this.#ledger.db, id, { actor, reason })
    if (record === null) {
      const result = await this.#unchanged(id, 'give-up')
      return this.#noted(result, { id, actor, verb: 'mark as failed' })
    }
    if (record.backupId !== null) await this.#options.backups.destroy([record.backupId])
    // Should Redis not answer, the upkeep tells the member.
    await pushEndNews(redis, queue, id).catch(() => noteTold(this.#ledger.db, id, false))
    return { kind: 'changed', export: record }
  }

  /** Deletes the archive of a finished export before its time. */
  async deleteFile(id: string, actor: string, reason?: string): Promise<ActionResult> {
    const before = await this.#ledger.get(id)
    if (before?.state !== 'done') return this.#unchanged(id, 'delete-file')
    // The ledger last: a crash in between leaves something that can be deleted again.
    await this.#options.removeArchive(before)
    const record = await this.#ledger.expire(id, actor, reason)
    return { kind: 'changed', export: record ?? before }
  }

  /** Keeps the ledger in step with what an administrator did to jobs in the console. */
  followConsole(action: ConsoleDeed): Promise<void> {
    const cancel = (id: string, actor: string): Promise<ActionResult> => this.#cancel(id, actor)
    const { backups } = this.#options
    return followConsole({ ledger: this.#ledger, backups, cancel }, action)
  }

  async #diskShortage(kind: ExportKind, contents: Contents): Promise<RequestResult | null> {
    const freeBytes = await this.#options.storage.freeBytes(archivePrefix(kind.type))
    if (freeBytes === null) return null
    const neededBytes = estimateBytes(kind, contents)
    if (freeBytes >= BigInt(neededBytes)) return null
    return { kind: 'no-space', freeBytes: Number(freeBytes), neededBytes }
  }

  async #requeue(
    id: string,
    by: {
      readonly actor: string
      readonly reason?: string
      readonly from: readonly ExportRecord['state'][]
    },
  ): Promise<ActionResult> {
    const { actor, from, reason } = by
    const before = await this.#ledger.get(id)
    if (before === null || !from.includes(before.state)) return this.#unchanged(id, 'queue-again')
    const performer = this.#admission.performerOf(before)
    const isHandedOver = performer !== before.performer
    const jid = isHandedOver || before.jid === null ? ExportQueue.newJid() : before.jid
    const queued = await this.#ledger.requeue(id, { jid, actor, performer, ...because(reason) })
    if (queued === null) {
      return unchanged({ kind: 'other-active', type: before.type, username: before.username })
    }
    // A failed push is no loss: the reconciler pushes every pending export that has no job.
    const record = await this.#admission.withBackupRow(queued)
    // A job for other workers must not come back from where it waits for its next try.
    if (isHandedOver) await this.#queue.cancel(before, actor)
    const isMoved = !isHandedOver && (await this.#queue.moveToQueue({ ...before, jid }))
    if (!isMoved) await this.#queue.push(record, jid)
    await this.#ledger.attachJob(id, jid)
    return { kind: 'changed', export: record }
  }

  /** What an administrator tried in vain is in the audit too; what succeeded the ledger has noted. */
  async #noted(
    result: ActionResult,
    { id, actor, verb }: { readonly id: string; readonly actor: string; readonly verb: string },
  ): Promise<ActionResult> {
    if (result.kind === 'unchanged' && isPerson(actor) && actor !== BY_MEMBER) {
      const action = `tried to ${verb}`
      await this.#ledger.audit({ actor, action, target: `export ${id}`, result: result.reason })
    }
    return result
  }

  async #unchanged(id: string, wanted: Wanted): Promise<Unchanged> {
    const record = await this.#ledger.get(id)
    if (record === null) return unchanged({ kind: 'missing', id })
    return unchanged({ kind: 'wrong-state', id, state: record.state, wanted })
  }
}

function because(reason: string | undefined): { readonly reason?: string } {
  return reason === undefined ? {} : { reason }
}
