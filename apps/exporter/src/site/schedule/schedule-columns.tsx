/**
 * The columns of the schedule.
 */
import { buttonClass, clip, type Column, Time, type View } from '@howdah/web/views'
import { type ExportRecord, type ExportSort, RETRYABLE_STATES } from '../../ledger/types.ts'
import { ExportMenu, nameIdOf } from './export-menu.tsx'
import { effectiveSort, filterQuery } from './filter.ts'
import { possibleActions } from './possible.ts'
import { retryLabel } from './retry-label.ts'
import { ExportBadge, KnownOrExpectedSize } from '../views/export-cells.tsx'
import { ExportProgress } from './run-progress.tsx'
import { RunsAt } from './runs-at.tsx'
import type { SchedulePageProps } from './schedule-page.tsx'
import { staffKind } from '../words/export-types.ts'
import { saidText } from '../words/reason.tsx'
import { words } from '../words/words.ts'

/** Who, what, where, when and why, for each export. */
export function scheduleColumns(props: SchedulePageProps): Column<ExportRecord>[] {
  const { now, basePath } = props
  const { columns: heads } = words().schedule
  return [
    ...(props.canAct ? [ticks()] : []),
    {
      label: heads.requestedBy,
      isRowHead: true,
      cell: (row) => <Requester row={row} {...props} />,
    },
    { label: heads.type, kind: 'tight', cell: (row) => staffKind(row) },
    {
      label: heads.state,
      cell: (row) => <ExportBadge row={row} isShared isLastKnown={props.live === null} />,
    },
    {
      label: heads.runsAt,
      sort: sortLink(props, 'next', 'ascending'),
      cell: (row) => <RunsAtCell row={row} {...props} />,
    },
    {
      label: heads.requested,
      sort: requestedSort(props),
      cell: (row) => <Time at={row.requestedAt} now={now} />,
    },
    {
      label: heads.tries,
      kind: 'number',
      sort: sortLink(props, 'tries', 'descending'),
      cell: (row) => `${row.attempts}/${row.maxAttempts}`,
    },
    { label: heads.progress, kind: 'wide', cell: progressOrError },
    {
      label: heads.size,
      kind: 'number',
      sort: sortLink(props, 'largest', 'descending'),
      cell: (row) => <KnownOrExpectedSize row={row} />,
    },
    {
      label: heads.expires,
      kind: 'tight',
      cell: (row) =>
        row.state === 'done' ? <Time at={row.expiresAt} now={now} show="relative" /> : null,
    },
    {
      label: heads.more,
      kind: 'actions',
      hasHiddenHead: true,
      cell: (row) => <ExportMenu row={row} basePath={basePath} canAct={props.canAct} />,
    },
  ]
}

const ticks = (): Column<ExportRecord> => ({
  label: words().schedule.columns.select,
  kind: 'tick',
  hasHiddenHead: true,
  cell: (row) => <input type="checkbox" name="id" value={row.id} aria-labelledby={nameIdOf(row)} />,
})

function Requester({ row, basePath, showsEmail }: SchedulePageProps & { row: ExportRecord }): View {
  return (
    <div class="requester">
      <bdi>
        <a id={nameIdOf(row)} href={`${basePath}/exports/${row.id}`}>
          @{row.username}
        </a>
      </bdi>
      {showsEmail && row.email ? <bdi>{row.email}</bdi> : null}
      <span>{words().schedule.id(row.userId)}</span>
    </div>
  )
}

/** Two lines; the whole sentence is on the export's own page. */
const LONGEST_ERROR = 100

/** Nothing where there is neither: the style sheet draws the dash. */
function progressOrError(row: ExportRecord): View | null {
  if (row.error !== null && RETRYABLE_STATES.includes(row.state)) {
    const text = saidText(row.errorReason, row.error)
    return <bdi class="error-line">{clip(text, LONGEST_ERROR).text}</bdi>
  }
  return row.state === 'running' ? <ExportProgress progress={row.progress} /> : null
}

/** When it runs, and the button that makes it now. */
function RunsAtCell(props: SchedulePageProps & { row: ExportRecord }): View {
  const { row, basePath, canAct } = props
  const possible = possibleActions(row)
  const now = possible.has('retry') ? 'retry' : 'run'
  return (
    <div class="runs-at">
      <RunsAt export={row} facts={props.facts.get(row.id) ?? null} now={props.now} />
      {canAct && possible.has(now) ? (
        <button
          class={buttonClass('default', true)}
          formaction={`${basePath}/exports/${row.id}/${now}`}
          aria-describedby={nameIdOf(row)}
        >
          {now === 'retry' ? retryLabel(row) : words().schedule.menu.run}
        </button>
      ) : null}
    </div>
  )
}

type SortHead = NonNullable<Column<ExportRecord>['sort']>

function sortLink(
  { filter, basePath }: SchedulePageProps,
  sort: ExportSort,
  direction: SortHead['direction'],
): SortHead {
  return {
    href: `${basePath}/exports${filterQuery(filter, { sort })}`,
    direction: effectiveSort(filter) === sort ? direction : 'none',
  }
}

/** The one column that turns around when pressed again. */
function requestedSort(props: SchedulePageProps): SortHead {
  const sort = effectiveSort(props.filter)
  if (sort === 'newest') return { ...sortLink(props, 'oldest', 'none'), direction: 'descending' }
  if (sort === 'oldest') return { ...sortLink(props, 'newest', 'none'), direction: 'ascending' }
  return sortLink(props, 'newest', 'descending')
}
