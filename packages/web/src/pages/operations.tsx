/**
 * Operations: what was done to many jobs at once, how far it is, who wanted it and why.
 */

import { Operations } from '@howdah/engine/api'
import type { OperationRecord } from '@howdah/engine/api'
import type { Child } from 'hono/jsx'
import { Tag } from '../views/badge.tsx'
import { PageHead } from '../views/document.tsx'
import { EmptyState, Notice } from '../views/flash.tsx'
import { PostButton } from '../views/form.tsx'
import { shortName } from '../views/job-cells.tsx'
import { formatCount, formatDuration, plural } from '../views/numbers.ts'
import { DataTable } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { searchHref } from '../search/address.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { redirectWith } from './redirect.ts'
import { SET_KINDS } from './set-kinds.ts'
import { showPage } from './show.tsx'

/** `GET /operations` */
export async function operationsPage(context: PageContext): Promise<Response> {
  const records = await Operations.list(context.redis)
  return showPage(context, {
    title: 'Operations',
    isLive: true,
    children: (
      <>
        <PageHead
          title="Operations"
          note="Retrying or deleting many jobs at once. Deleted jobs can be put back for 24 hours."
        />
        {records.length === 0 ? (
          <EmptyState title="Nothing was done to many jobs at once.">
            <p>An operation begins with “all” on a list, or with all that a search finds.</p>
          </EmptyState>
        ) : (
          <DataTable
            caption="Operations, newest first"
            rows={records}
            rowKey={({ id }) => id}
            columns={[
              {
                label: 'What',
                isRowHead: true,
                cell: (one) => (
                  <a href={`${context.basePath}/operations/${one.id}`}>{titleOf(one)}</a>
                ),
              },
              { label: 'State', kind: 'tight', cell: (one) => <StateTag record={one} /> },
              { label: 'Done', kind: 'number', cell: (one) => formatCount(one.done) },
              { label: 'By', cell: (one) => <bdi>{shortName(one.by)}</bdi> },
              { label: 'Reason', cell: (one) => shortName(one.reason) || '–' },
              {
                label: 'Begun',
                kind: 'tight',
                cell: (one) => <Time at={one.createdAt} now={context.now} />,
              },
            ]}
          />
        )}
      </>
    ),
  })
}

/** "Delete dead jobs that fit class:A". */
function titleOf(record: OperationRecord): string {
  const kind = SET_KINDS.find(({ key }) => key === record.place)
  const set = kind === undefined ? null : words().sets.kinds[kind.key]
  const { kill, jobsOfQueue } = words().many
  const verb = { retry: 'Retry', 'run-now': 'Run', delete: 'Delete', kill }[record.action]
  if (record.isChosen) return `Delete ${(set?.counted ?? words().common.jobs)(record.total)}`
  const which = record.query === '' ? 'all ' : ''
  const fit = record.query === '' ? '' : ` that fit ${shortName(record.query)}`
  const jobs = set?.noun ?? jobsOfQueue(shortName(record.place.slice('queue:'.length)))
  return `${verb} ${which}${jobs}${fit}`
}

function StateTag({ record: { state } }: { record: OperationRecord }): View {
  if (state === 'running') return <Tag tone="info" text="Under way" />
  if (state === 'undoing') return <Tag tone="info" text="Putting back" />
  if (state === 'aborted') return <Tag tone="warn" text="Aborted" />
  return state === 'undone' ? <Tag text="Put back" /> : <Tag tone="ok" text="Done" />
}

/** `GET /operations/:id` */
export async function operationPage(context: PageContext, id: string): Promise<Response> {
  const record = await Operations.fetch(context.redis, id)
  if (record === null) {
    return notFoundPage(context, 'There is no such operation; they are kept for 30 days.')
  }
  const title = titleOf(record)
  return showPage(context, {
    title,
    isLive: true,
    children: (
      <>
        <ol class="crumbs" aria-label="Where this is">
          <li>
            <a href={`${context.basePath}/operations`}>Operations</a>
          </li>
          <li>{record.id}</li>
        </ol>
        <PageHead title={title} note={<StateTag record={record} />}>
          {context.viewer.canAct ? <Buttons context={context} record={record} /> : undefined}
        </PageHead>
        <Progress record={record} />
        <Facts context={context} record={record} />
        <UndoNote context={context} record={record} />
      </>
    ),
  })
}

function Buttons({ context, record }: { context: PageContext; record: OperationRecord }): View {
  const base = `${context.basePath}/operations/${record.id}`
  if (record.state === 'running') {
    return <PostButton action={`${base}/abort`} label="Abort" tone="danger" />
  }
  if (record.undoUntil === null) return <></>
  return (
    <PostButton
      action={`${base}/undo`}
      label={`Put ${plural(record.done, 'job')} back`}
      tone="primary"
    />
  )
}

function Progress({ record }: { record: OperationRecord }): View {
  const { state, total, looked, done, restored } = record
  const isUndo = state === 'undoing' || state === 'undone'
  const [now, most] = isUndo ? [restored, done] : [looked, total]
  const text = isUndo
    ? `${formatCount(restored)} of ${plural(done, 'job')} put back.`
    : `Looked at ${formatCount(looked)} of ${plural(total, 'job')}, ${formatCount(done)} ${doneWord(record)}.`
  return (
    <section class="card" aria-label="Progress">
      <p>{text}</p>
      <progress value={Math.min(now, most)} max={Math.max(1, most)} aria-label="Progress" />
    </section>
  )
}

function doneWord({ action }: OperationRecord): string {
  if (action === 'kill') return words().many.killed
  return action === 'delete' ? 'deleted' : 'moved to their queues'
}

function Facts({ context, record }: { context: PageContext; record: OperationRecord }): View {
  const { endedAt, createdAt, query } = record
  const facts: readonly (readonly [string, Child])[] = [
    ['By', <bdi>{shortName(record.by)}</bdi>],
    ['Reason', record.reason === '' ? '–' : record.reason],
    [
      'Filter',
      record.isChosen ? (
        'chosen one by one'
      ) : query === '' ? (
        'none: all of them'
      ) : (
        <a href={searchHref(context, record.place, query)}>
          <code>{shortName(query)}</code>
        </a>
      ),
    ],
    ['Begun', <Time at={createdAt} now={context.now} />],
    ['Ended', <Time at={endedAt} now={context.now} />],
    [
      'Took',
      endedAt === null ? '–' : formatDuration((endedAt.getTime() - createdAt.getTime()) / 1_000),
    ],
  ]
  return (
    <section class="card" aria-label="Facts">
      <dl class="facts">
        {facts.map(([term, fact]) => (
          <div>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function UndoNote({ context, record }: { context: PageContext; record: OperationRecord }): View {
  if (record.undoUntil === null) return <></>
  return (
    <Notice tone="info">
      <p>
        The deleted jobs are kept until <Time at={record.undoUntil} now={context.now} />
        {record.place.startsWith('queue:')
          ? `. ${words().many.putBackAtEnd}`
          : ' and go back to the places they had.'}
      </p>
    </Notice>
  )
}

/** `POST /operations/:id/abort` */
export async function abortOperation(context: PageContext, id: string): Promise<Response> {
  const isAborted = await Operations.abort(context.redis, id)
  if (isAborted) {
    await context.report({
      action: 'abort',
      jids: [],
      count: 1,
      from: `operation:${id}`,
      to: null,
      operation: id,
    })
  }
  return redirectWith(
    context,
    `/operations/${encodeURIComponent(id)}`,
    isAborted
      ? ['ok', 'Aborted. What was done stays done; the rest is as it was.']
      : ['info', 'It had ended already.'],
  )
}

/** `POST /operations/:id/undo` */
export async function undoOperation(context: PageContext, id: string): Promise<Response> {
  const record = await Operations.fetch(context.redis, id)
  const path = `/operations/${encodeURIComponent(id)}`
  if (record === null || !(await Operations.undo(context.redis, id, context.viewer.name))) {
    return redirectWith(context, path, ['warn', 'There is nothing left to put back.'])
  }
  context.runner.run(id)
  return redirectWith(context, path, ['ok', 'The deleted jobs are being put back.'])
}
