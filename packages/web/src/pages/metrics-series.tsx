/**
 * The numbers of a chart as a table, several steps in a row so that it stays readable.
 */

import type { ChartSeries } from '../views/line-chart.tsx'
import { formatMinute, formatNumber } from '../language/formats.ts'
import { DataTable } from '../views/table.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'

/** What the table shows. */
export interface SeriesTableProps {
  readonly times: readonly Date[]
  readonly series: readonly ChartSeries[]
  readonly stepsPerRow: number
  readonly unit: string
  /** How steps are brought together. Default `sum`. */
  readonly join?: 'sum' | 'mean'
}

interface Row {
  readonly from: Date
  readonly values: readonly (number | null)[]
}

/** Newest first. */
export function SeriesTable(props: SeriesTableProps): View {
  const { series, unit } = props
  const text = words().metrics
  return (
    <DataTable
      caption={text.seriesCaption}
      rows={rowsOf(props).toReversed()}
      columns={[
        {
          label: text.from,
          isRowHead: true,
          kind: 'tight',
          cell: ({ from }) => <time datetime={from.toISOString()}>{formatMinute(from)}</time>,
        },
        ...series.map(({ label }, index) => ({
          label,
          kind: 'number' as const,
          cell: ({ values }: Row) => textOf(values[index], unit),
        })),
      ]}
    />
  )
}

function textOf(value: number | null | undefined, unit: string): string {
  return value === null || value === undefined ? '–' : `${formatNumber(value, 1)} ${unit}`
}

function rowsOf({ times, series, stepsPerRow, join = 'sum' }: SeriesTableProps): readonly Row[] {
  return Array.from({ length: Math.ceil(times.length / stepsPerRow) }, (_, index) => {
    const [start, end] = [index * stepsPerRow, (index + 1) * stepsPerRow]
    return {
      from: times[start] ?? new Date(0),
      values: series.map(({ values }) => joined(values.slice(start, end), join)),
    }
  })
}

function joined(values: readonly (number | null)[], join: 'sum' | 'mean'): number | null {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return null
  const sum = known.reduce((total, value) => total + value, 0)
  return join === 'sum' ? sum : sum / known.length
}
