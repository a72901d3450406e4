/**
 * The next 24 hours at a glance: one column an hour, and the same as a list for who prefers words.
 */
import { Time, type View } from '@howdah/web/views'
import type { Upcoming as UpcomingHours, UpcomingHour } from '../../ledger/upcoming.ts'
import { staffKind } from '../words/export-types.ts'
import { words } from '../words/words.ts'
import type { Unserved } from './waiting.ts'

/** What is shown. */
export interface UpcomingProps {
  readonly upcoming: UpcomingHours
  readonly running: number
  readonly pending: number
  /** Queues with pending exports that no worker listens to. */
  readonly unserved: readonly Unserved[]
  readonly basePath: string
  readonly now: Date
}

/** The card above the schedule. */
export function Upcoming(props: UpcomingProps): View {
  const { hours } = props.upcoming
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
          <UpcomingList {...props} count={upcoming} />
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

const COLUMN = 10
const HEIGHT = 40

function Strip({ hours }: { hours: readonly UpcomingHour[] }): View {
  const { scale, scheduled, retries } = words().schedule.upcoming
  const highest = Math.max(1, ...hours.map((hour) => hour.scheduled + hour.retrying))
  const unit = HEIGHT / highest
  return (
    <figure class="strip">
      <svg
        viewBox={`0 0 ${hours.length * COLUMN} ${HEIGHT}`}
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

function UpcomingList({
  upcoming: { first },
  count,
  basePath,
  now,
}: UpcomingProps & { count: number }): View {
  const { asList, tryOf, more } = words().schedule.upcoming
  return (
    <details class="disclosure">
      <summary>
        <span>{asList}</span>
      </summary>
      <ol class="agenda">
        {first.map((row) => (
          <li>
            <Time at={row.runsAt} now={now} />
            <a href={`${basePath}/exports/${row.id}`}>
              {words().schedule.of(staffKind(row), <bdi>@{row.username}</bdi>)}
            </a>
            <span class="soft">
              {row.state === 'retrying' ? tryOf(row.attempts + 1, row.maxAttempts) : ''}
            </span>
          </li>
        ))}
      </ol>
      {count > first.length ? <p class="soft">{more(count - first.length)}</p> : null}
    </details>
  )
}
