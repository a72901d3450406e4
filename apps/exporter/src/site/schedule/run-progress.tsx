/**
 * How far a running export is: its stages, when it last gave a sign of life, and when it may be ready.
 */
import { formatCount, Icon, Progress, Time, type View } from '@howdah/web/views'
import type { ExportRecord } from '../../ledger/types.ts'
import type { Remaining } from '../../ledger/waiting.ts'
import { formatRange } from '../words/calendar.ts'
import { stageName, type Step, stepsOf } from '../words/stages.ts'
import { words } from '../words/words.ts'

export function RunProgress(props: {
  export: ExportRecord
  /** Null when nobody can tell. */
  remaining: Remaining | null
  now: Date
}): View {
  const { export: row, remaining, now } = props
  return (
    <section class="card" aria-labelledby="progress">
      <h2 id="progress">{words().exportPage.progress.title}</h2>
      {row.progress === null ? null : <ExportProgress progress={row.progress} />}
      <ol class="steps">
        {stepsOf(row).map((step) => (
          <Stage step={step} row={row} />
        ))}
      </ol>
      <p class="soft">
        {words().exportPage.progress.heartbeat}:{' '}
        <Time at={row.heartbeatAt} now={now} show="relative" />.{' '}
        {remaining === null ? '' : readyWords(remaining, now)}
      </p>
    </section>
  )
}

/** The stage in the reader's language, and how far it is. */
export function ExportProgress({ progress }: Pick<ExportRecord, 'progress'>): View {
  return <Progress progress={progress && { ...progress, stage: stageName(progress.stage) }} />
}

function Stage({ step, row }: { step: Step; row: ExportRecord }): View {
  const { place } = step
  const done = place === 'now' ? (row.progress?.done ?? 0) : 0
  return (
    <li
      class={`steps__step steps__step--${place}`}
      {...(place === 'now' ? { 'aria-current': 'step' } : {})}
    >
      <Icon name={place === 'done' ? 'done' : place === 'now' ? 'running' : 'pending'} />
      <span>
        {step.words}
        <span class="visually-hidden"> ({words().exportPage.progress.places[place]})</span>
      </span>
      {done > 0 ? <span class="soft">{formatCount(done)}</span> : null}
    </li>
  )
}

function readyWords(remaining: Remaining, now: Date): string {
  const { runs } = remaining
  return remaining.to <= now
    ? words().exportPage.progress.longer(runs)
    : words().exportPage.progress.ready(formatRange(remaining, now), runs)
}
