/**
 * One export and everything about it: what happens next, its tries with their errors, the job's
 * arguments, the file, and who did what.
 */
import {
  buttonClass,
  Crumbs,
  maskAddresses,
  Notice,
  PageHead,
  PostButton,
  Time,
  type View,
} from '@howdah/web/views'
import type { JobLocation } from '@howdah/engine/api'
import type { Child } from '@howdah/web/jsx-runtime'
import { BY_RECURRENCE, isOwnWish } from '../../ledger/actors.ts'
import {
  type AttemptRecord,
  type EventRecord,
  type ExportRecord,
  isActive,
  RETRYABLE_STATES,
} from '../../ledger/types.ts'
import { ExportBadge } from '../views/export-cells.tsx'
import { SilentRedis } from './banners.tsx'
import { FileFacts, JobFacts } from './detail-facts.tsx'
import { Attempts, Audit } from './detail-story.tsx'
import { RunProgress } from './run-progress.tsx'
import type { Remaining, WaitingFacts } from '../../ledger/waiting.ts'
import type { LiveQueue } from '../../ledger/live-queue.ts'
import { type ActionName, possibleActions } from './possible.ts'
import { retryLabel } from './retry-label.ts'
import { Timeline } from './timeline.tsx'
import { WhatNext } from './what-next.tsx'
import { Said } from '../words/reason.tsx'
import { words } from '../words/words.ts'

/** Everything the page shows. */
export interface DetailPageProps {
  readonly export: ExportRecord
  readonly attempts: readonly AttemptRecord[]
  readonly events: readonly EventRecord[]
  /** Null for exports that do not wait. */
  readonly facts: WaitingFacts | null
  /** The queue its job belongs to; null while Redis does not answer. */
  readonly queue: LiveQueue | null
  /** Where the job is; null when it is nowhere or Redis does not answer. */
  readonly location: JobLocation | null
  /** When a running one may be ready; null for others, or when nobody can tell. */
  readonly remaining: Remaining | null
  readonly basePath: string
  readonly canAct: boolean
  /** When Redis answered last. */
  readonly answeredAt: Date | null
  readonly canManageUsers: boolean
  readonly canDownload: boolean
  /** The one that exports go to unless somebody chose another. */
  readonly usualQueue: string
  readonly restartCommand: string
  readonly now: Date
}

/** The body of the page. */
export function DetailPage(props: DetailPageProps): View {
  const { export: row, basePath } = props
  const { titles, cards } = words().exportDetail
  return (
    <>
      <Crumbs href={`${basePath}/exports`} label={words().schedule.tab} name={`#${row.id}`} />
      <PageHead
        title={
          <>
            {titles[row.includesMedia ? row.type : 'withoutMedia'](<bdi>@{row.username}</bdi>)}{' '}
            <ExportBadge row={row} isLastKnown={props.queue === null} />
          </>
        }
        note={<RequestedBy {...props} />}
      >
        <fieldset class="buttons" disabled={props.queue === null}>
          <Actions {...props} />
        </fieldset>
      </PageHead>
      {props.queue === null ? <SilentRedis since={props.answeredAt} now={props.now} /> : null}
      <Next {...props} />
      {row.state === 'running' ? (
        <RunProgress export={row} remaining={props.remaining} now={props.now} />
      ) : null}
      <div class="split">
        <Card id="timeline" title={cards.timeline}>
          <Timeline export={row} attempts={props.attempts} now={props.now} />
        </Card>
        <Card id="file" title={cards.file}>
          <FileFacts {...props} />
        </Card>
      </div>
      <Card id="tries" title={cards.tries}>
        <Attempts {...props} />
      </Card>
      <Card id="job" title={cards.job}>
        <JobFacts {...props} />
      </Card>
      <Card id="audit" title={cards.audit}>
        <Audit {...props} />
      </Card>
    </>
  )
}

function Card({ id, title, children }: { id: string; title: string; children?: Child }): View {
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

function RequestedBy({ export: row, canManageUsers, now }: DetailPageProps): View {
  const text = words().exportDetail.requested
  const name = <bdi>@{row.username}</bdi>
  const who = (
    <>
      {canManageUsers ? <a href={`/admin/users/${row.userId}/edit`}>{name}</a> : name} (
      {words().schedule.id(row.userId)}
      {row.email === null ? null : (
        <>
          , <bdi>{maskAddresses(row.email)}</bdi>
        </>
      )}
      )
    </>
  )
  return (
    <>
      {requested(row, who, <Time at={row.requestedAt} now={now} />)}
      <Deadline {...{ row, now }} />
      {row.reason === null ? '' : text.reason(<bdi>{row.reason}</bdi>)}
    </>
  )
}

function requested({ requestedBy }: ExportRecord, who: Child, when: Child): Child {
  const { byMember, regularly, byStaff } = words().exportDetail.requested
  if (requestedBy === BY_RECURRENCE) return regularly(who, when)
  return isOwnWish({ requestedBy })
    ? byMember(who, when)
    : byStaff(<bdi>{requestedBy}</bdi>, who, when)
}

/** The law gives a month for the answer to a member who asks for what is known of them. */
const DEADLINE_DAYS = 30
const DAY_MS = 86_400_000

/** While the member still waits. */
function Deadline({ row, now }: { row: ExportRecord; now: Date }): View {
  const isOpen = isActive(row.state) || row.state === 'failed'
  const day = Math.floor((now.getTime() - row.requestedAt.getTime()) / DAY_MS) + 1
  if (!isOpen) return <></>
  return (
    <>
      {' '}
      ·{' '}
      <span {...(day > DEADLINE_DAYS ? { class: 'late' } : {})}>
        {words().exportPage.deadline(day, DEADLINE_DAYS)}
      </span>
    </>
  )
}

function Actions({ export: row, basePath, canAct }: DetailPageProps): View {
  if (!canAct) return <></>
  const action = (name: ActionName): string => `${basePath}/exports/${row.id}/${name}`
  const possible = possibleActions(row)
  const { menu } = words().schedule
  return (
    <>
      {possible.has('retry') ? (
        <PostButton action={action('retry')} label={retryLabel(row)} tone="primary" />
      ) : null}
      {possible.has('run') ? (
        <PostButton action={action('run')} label={menu.run} tone="primary" />
      ) : null}
      {possible.has('reschedule') ? (
        <a class={buttonClass()} href={action('reschedule')}>
          {menu.reschedule}
        </a>
      ) : null}
      {possible.has('cancel') ? <PostButton action={action('cancel')} label={menu.cancel} /> : null}
      {possible.has('give-up') ? (
        <a class={buttonClass('danger')} href={action('give-up')}>
          {words().exportPage.giveUp.button}
        </a>
      ) : null}
      {possible.has('delete-file') ? (
        <a class={buttonClass('danger')} href={action('delete-file')}>
          {menu.deleteFile}
        </a>
      ) : null}
    </>
  )
}

function Next(props: DetailPageProps): View {
  const { export: row } = props
  const text = words().exportDetail.next
  const tone = row.state === 'failed' || row.state === 'stuck' ? 'danger' : 'info'
  return (
    <Notice tone={row.state === 'retrying' ? 'warn' : tone}>
      <h2>{text.title}</h2>
      <WhatNext {...props} />
      {row.error && RETRYABLE_STATES.includes(row.state) ? (
        <p class="error-line">
          <strong>{text.reason}</strong> <Said reason={row.errorReason} text={row.error} />
        </p>
      ) : null}
    </Notice>
  )
}
