/**
 * The schedule as an agenda: day by day, times down the left edge, in the reader's time zone.
 */
import { dateFormat, readerZone, type View } from '@howdah/web/views'
import { type ExportRecord, isActive } from '../../ledger/types.ts'
import { ExportBadge, KnownOrExpectedSize } from '../views/export-cells.tsx'
import { dayNumber } from '../words/wall-clock.ts'
import { staffKind } from '../words/export-types.ts'
import { words } from '../words/words.ts'
import { ExportMenu, nameIdOf } from './export-menu.tsx'
import { RunsAt } from './runs-at.tsx'
import type { SchedulePageProps } from './schedule-page.tsx'

interface Day {
  readonly heading: string
  readonly rows: readonly ExportRecord[]
}

/** The page's exports under the days on which they run or have ended. */
export function Agenda(props: SchedulePageProps): View {
  const zone = readerZone()
  return (
    <div class="days" data-announces>
      <p class="soft">{words().schedule.days.label(zone)}</p>
      {daysOf(props.page.exports, props.now, zone).map((day, index) => (
        <section class="day" aria-labelledby={`day-${index}`}>
          <h2 id={`day-${index}`}>{day.heading}</h2>
          <ol>
            {day.rows.map((row) => (
              <li class="day__row" data-key={row.id}>
                <Clock row={row} zone={zone} now={props.now} />
                <div class="day__what">
                  <a id={nameIdOf(row)} href={`${props.basePath}/exports/${row.id}`}>
                    {words().schedule.of(staffKind(row), <bdi>@{row.username}</bdi>)}
                  </a>
                  <ExportBadge row={row} isShared isLastKnown={props.live === null} />
                  <KnownOrExpectedSize row={row} />
                  <div class="day__why">
                    <RunsAt export={row} facts={props.facts.get(row.id) ?? null} now={props.now} />
                  </div>
                </div>
                <ExportMenu row={row} basePath={props.basePath} canAct={props.canAct} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  )
}

function Clock({ row, zone, now }: { row: ExportRecord; zone: string; now: Date }): View {
  const at = momentOf(row)
  if (isDueNow(row, now)) return <span class="day__clock">{words().schedule.days.also}</span>
  return (
    <time class="day__clock" datetime={at.toISOString()}>
      {dateFormat(zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)}
    </time>
  )
}

/** When it runs; of what has ended, when that was. */
function momentOf(row: ExportRecord): Date {
  const at = isActive(row.state) ? row.runsAt : row.finishedAt
  return at ?? row.requestedAt
}

/** What is at work, or would be if somebody let it. */
function isDueNow(row: ExportRecord, now: Date): boolean {
  return isActive(row.state) && (row.runsAt === null || row.runsAt <= now)
}

/** Rows in the order of the schedule, cut where the day changes. Exported for its test. */
export function daysOf(rows: readonly ExportRecord[], now: Date, zone: string): readonly Day[] {
  const days: { heading: string; rows: ExportRecord[] }[] = []
  for (const row of rows) {
    const heading = headingOf(row, now, zone)
    const last = days.at(-1)
    if (last?.heading === heading) last.rows.push(row)
    else days.push({ heading, rows: [row] })
  }
  return days
}

function headingOf(row: ExportRecord, now: Date, zone: string): string {
  const text = words().schedule.days
  if (isDueNow(row, now)) return text.now
  const at = momentOf(row)
  const distance = dayNumber(at, zone) - dayNumber(now, zone)
  if (isActive(row.state)) {
    if (distance === 0) return text.today
    return distance === 1 ? text.tomorrow : dayWords(at, zone)
  }
  if (distance === 0) return text.endedToday
  return distance === -1 ? text.endedYesterday : text.ended(dayWords(at, zone))
}

function dayWords(at: Date, zone: string): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const
  return dateFormat(zone, options).format(at)
}
