/**
 * A member's export in words a member understands: no queues, no jobs, no error classes. Each
 * state says what happens next and whether there is anything to do.
 */
import {
  formatCount,
  Notice,
  type NoticeTone,
  plural,
  PostButton,
  Time,
  type View,
} from '@howdah/web/views'
import type { Child } from 'hono/jsx'
import type { ExportRecord } from '../../ledger/types.ts'
import { formatClock } from '../words/calendar.ts'
import { stageWords } from '../words/stages.ts'

/** What the words need to know beside the export. */
export interface MemberExportProps {
  readonly export: ExportRecord
  /** Requests before this one, while it waits; null when unknown. */
  readonly ahead: number | null
  readonly now: Date
}

/** The panel of a member's current export, with its cancel button. */
export function MemberExport(props: MemberExportProps): View {
  const { export: row } = props
  return (
    <div class="current" data-state={row.state}>
      <Notice tone={TONES[row.state] ?? 'info'}>
        <p>
          <strong>{title(props)}</strong>
        </p>
        <p>{whatNext(props)}</p>
        <CurrentProgress export={row} />
        <PostButton
          action={`/settings/exports/${row.id}/cancel`}
          label="Cancel this request"
          tone="quiet"
          isSmall
        />
      </Notice>
    </div>
  )
}

const TONES: Partial<Record<ExportRecord['state'], NoticeTone>> = {
  retrying: 'warn',
  failed: 'danger',
  stuck: 'warn',
}

function title({ export: row, now }: MemberExportProps): string {
  switch (row.state) {
    case 'pending':
      return 'Waiting to start'
    case 'scheduled':
      return row.runsAt ? `Planned for ${formatClock(row.runsAt, now)}` : 'Planned'
    case 'running':
      return row.type === 'backup' ? 'Compiling your archive…' : 'Compiling your export…'
    case 'retrying':
      return 'Interrupted – we will try again'
    case 'stuck':
      return 'Delayed'
    case 'failed':
      return 'It did not work'
    case 'done':
      return 'Ready'
    case 'expired':
      return 'Expired'
    case 'cancelled':
      return 'Cancelled'
  }
}

function whatNext(props: MemberExportProps): Child {
  const { export: row, ahead, now } = props
  switch (row.state) {
    case 'pending':
      return `${position(ahead)} You will get an e-mail when it is ready; you can close this page.`
    case 'scheduled':
      return 'It starts then by itself, when this server is less busy. You will get an e-mail when it is ready.'
    case 'running':
      return runningWords(row)
    case 'retrying':
      return (
        <>
          Something went wrong on our side.{' '}
          {row.runsAt ? (
            <>
              The next try starts <Time at={row.runsAt} now={now} show="relative" />
            </>
          ) : (
            'The next try starts soon'
          )}
          {` (try ${Math.min(row.attempts + 1, row.maxAttempts)} of ${row.maxAttempts}). There is nothing you need to do.`}
        </>
      )
    case 'stuck':
      return 'Your request is noted, but nothing is working on it right now. The administrators of this server can see that and start it again. You may also cancel it and request a new one.'
    case 'failed':
      return 'The administrators of this server can see why. You can request it again.'
    case 'done':
    case 'expired':
    case 'cancelled':
      return ''
  }
}

function position(ahead: number | null): string {
  if (ahead === null) return 'It starts as soon as there is room.'
  if (ahead === 0) return 'Yours is the next to start.'
  return `${plural(ahead, 'request')} ${ahead === 1 ? 'is' : 'are'} ahead of yours.`
}

function runningWords(row: ExportRecord): string {
  const stage = stageWords(row.type, row.progress)
  if (stage === null) return 'It has just started. You will get an e-mail when it is ready.'
  const place = stage.step === null ? '' : `Step ${stage.step} of ${stage.steps}: `
  return `${place}${stage.words}. You will get an e-mail when it is ready.`
}

function CurrentProgress({ export: row }: { export: ExportRecord }): View {
  if (row.state !== 'running' || row.progress === null) return <></>
  const { done, total } = row.progress
  if (total === null || total <= 0) {
    return done > 0 ? <p class="soft">{formatCount(done)} so far</p> : <></>
  }
  return (
    <p class="progress">
      <progress value={Math.min(done, total)} max={total} aria-label="Progress of this step" />
      <span class="progress__words">
        {formatCount(done)} of {formatCount(total)}
      </span>
    </p>
  )
}
