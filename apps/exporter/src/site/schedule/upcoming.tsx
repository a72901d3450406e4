/**
 * The next 24 hours at a glance: one column an hour, and the same as a list for who prefers words.
 */
import { Time, type View } from '@howdah/web/views'
import type { ExportRecord } from '../../ledger/types.ts'
import { staffType } from '../words/export-types.ts'
import { words } from '../words/words.ts'
import type { Unserved } from './waiting.ts'

/** What is shown. */
export interface UpcomingProps {
  /** Scheduled and retrying exports, soonest first. */
  readonly exports: readonly ExportRecord[]
  readonly running: number
  readonly pending: number
  /** Queues with pending exports that no worker listens to. */
  readonly unserved: readonly Unserved[]
  readonly basePath: string
  readonly now: Date
}

const HOURS = 24
const HOUR_MS = 3_600_000
/** Lines of the list; the filters show the rest. */
const LIST_LENGTH = 6

/** The card above the schedule. */
export function Upcoming(props: UpcomingProps): View {
  const hours = countByHour(props.exports, props.now)
  const text = words().schedule.upcoming
  const upcoming = hours.reduce((sum, hour) => sum + hour.scheduled + hour.retrying, 0)
  return (
    <section class="card upcoming" aria-labelledby="upcoming">
      <div class="upcoming__head">
        <h2 id="upcoming">{text.title}</h2>
        <p class="soft">
          {text.now(props.running, props.pending, unservedWords(props.unserved))}{' '}
          {text.later(upcoming)}
        </p>
      </div>
      {upcoming === 0 ? null : (
        <>
          <Strip hours={hours} />
          <UpcomingList {...props} />
        </>
      )}
    </section>
  )
}

/** So that nobody takes those for the next ones to run. */
function unservedWords(unserved: readonly Unserved[]): string {
  const count = unserved.reduce((sum, { exports }) => sum + exports, 0)
  return count === 0 ? '' : words().schedule.upcoming.unserved(count)
}

interface Hour {
  readonly scheduled: number
  readonly retrying: number
}

/** Exports by the hour they run in; what is overdue counts for the first. */
export function countByHour(exports: readonly ExportRecord[], now: Date): readonly Hour[] {
  const hours = Array.from({ length: HOURS }, () => ({ scheduled: 0, retrying: 0 }))
  for (const row of exports) {
    if (row.runsAt === null) continue
    const index = Math.max(0, Math.floor((row.runsAt.getTime() - now.getTime()) / HOUR_MS))
    const hour = hours[index]
    if (hour && row.state === 'scheduled') hour.scheduled += 1
    if (hour && row.state === 'retrying') hour.retrying += 1
  }
  return hours
}

const COLUMN = 10
const HEIGHT = 40

function Strip({ hours }: { hours: readonly Hour[] }): View {
  const { scale, scheduled, retries } = words().schedule.upcoming
  const highest = Math.max(1, ...hours.map((hour) => hour.scheduled + hour.retrying))
  const unit = HEIGHT / highest
  return (
    <figure class="strip">
      <svg
        viewBox={`0 0 ${HOURS * COLUMN} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <Bars name="ground" boxes={hours.map(() => ({ from: 0, to: HEIGHT }))} />
        <Bars
          name="scheduled"
          boxes={hours.map(({ scheduled }) => ({ from: HEIGHT - scheduled * unit, to: HEIGHT }))}
        />
        <Bars
          name="retrying"
          boxes={hours.map(({ scheduled, retrying }) => ({
            from: HEIGHT - (scheduled + retrying) * unit,
            to: HEIGHT - scheduled * unit,
          }))}
        />
      </svg>
      <p class="strip__scale" aria-hidden="true">
        <span>{scale.now}</span>
        {[6, 12, 18, 24].map((hours) => (
          <span>{scale.hours(hours)}</span>
        ))}
      </p>
      <figcaption class="strip__legend">
        <span class="strip__key strip__key--scheduled">{scheduled}</span>
        <span class="strip__key strip__key--retrying">{retries}</span>
      </figcaption>
    </figure>
  )
}

/** One box an hour, all of a kind in one path, which keeps the page small; empty ones are left out. */
function Bars(props: {
  name: string
  boxes: readonly { readonly from: number; readonly to: number }[]
}): View {
  const path = props.boxes.map(({ from, to }, hour) =>
    to > from
      ? `M${hour * COLUMN + 1} ${round(from)}h${COLUMN - 2}v${round(to - from)}h${2 - COLUMN}z`
      : '',
  )
  return <path class={`strip__${props.name}`} d={path.join('')} />
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function UpcomingList({ exports, basePath, now }: UpcomingProps): View {
  const { asList, tryOf, more } = words().schedule.upcoming
  const soon = exports.filter(
    (row) => row.runsAt !== null && row.runsAt.getTime() < now.getTime() + HOURS * HOUR_MS,
  )
  return (
    <details class="disclosure">
      <summary>
        <span>{asList}</span>
      </summary>
      <ol class="agenda">
        {soon.slice(0, LIST_LENGTH).map((row) => (
          <li>
            <Time at={row.runsAt} now={now} />
            <a href={`${basePath}/exports/${row.id}`}>
              {words().schedule.of(staffType(row.type), <bdi>@{row.username}</bdi>)}
            </a>
            <span class="soft">
              {row.state === 'retrying' ? tryOf(row.attempts + 1, row.maxAttempts) : ''}
            </span>
          </li>
        ))}
      </ol>
      {soon.length > LIST_LENGTH ? <p class="soft">{more(soon.length - LIST_LENGTH)}</p> : null}
    </details>
  )
}
