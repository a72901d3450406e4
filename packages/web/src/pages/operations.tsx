/**
 * Operations: what was done to many jobs at once, how far it is, who wanted it and why.
 */

import { Operations } from '@howdah/engine/api'
import type { OperationRecord } from '@howdah/engine/api'
import { Tag } from '../views/badge.tsx'
import { Crumbs } from '../views/crumbs.tsx'
import { PageHead } from '../views/document.tsx'
import { Facts } from '../views/facts.tsx'
import type { Fact } from '../views/facts.tsx'
import { EmptyState, Notice } from '../views/flash.tsx'
import { PostButton } from '../views/form.tsx'
import { shortName } from '../views/job-cells.tsx'
import { formatCount, formatDuration } from '../views/numbers.ts'
import { DataTable } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { queueOf, searchHref } from '../search/address.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { redirectWith } from './redirect.ts'
import { SET_KINDS } from './set-kinds.ts'
import { showPage } from './show.tsx'

/** `GET /operations` */
export async function operationsPage(context: PageContext): Promise<Response> {
  const records = await Operations.list(context.redis)
  const title = words().common.pages.operations
  const text = words().operations
  const { columns } = text
  return showPage(context, {
    title,
    isLive: true,
    children: (
      <>
        <PageHead title={title} note={text.note} />
        {records.length === 0 ? (
          <EmptyState title={text.empty}>
            <p>{text.emptyHint}</p>
          </EmptyState>
        ) : (
          <DataTable
            caption={text.caption}
            rows={records}
            rowKey={({ id }) => id}
            columns={[
              {
                label: columns.what,
                isRowHead: true,
                cell: (one) => (
                  <a href={`${context.basePath}/operations/${one.id}`}>{titleOf(one)}</a>
                ),
              },
              {
                label: words().common.columns.state,
                kind: 'tight',
                cell: (one) => <StateTag record={one} />,
              },
              { label: columns.done, kind: 'number', cell: (one) => formatCount(one.done) },
              { label: columns.by, cell: (one) => <bdi>{shortName(one.by)}</bdi> },
              { label: columns.reason, cell: (one) => <bdi>{shortName(one.reason) || '–'}</bdi> },
              {
                label: columns.begun,
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
  const { jobsOfQueue, titleAll, titleChosen, titleFound } = words().operations
  const kind = SET_KINDS.find(({ key }) => key === record.place)
  const set = kind === undefined ? null : words().sets.kinds[kind.key]
  if (record.isChosen) return titleChosen((set?.counted ?? words().common.jobs)(record.total))
  const noun = set?.noun ?? jobsOfQueue(shortName(queueOf(record.place) ?? ''))
  return record.query === ''
    ? titleAll[record.action](noun)
    : titleFound[record.action](noun, shortName(record.query))
}

const TONES = {
  running: 'info',
  undoing: 'info',
  aborted: 'warn',
  undone: 'plain',
  done: 'ok',
} as const

function StateTag({ record: { state } }: { record: OperationRecord }): View {
  return <Tag tone={TONES[state]} text={words().operations.states[state]} />
}

/** `GET /operations/:id` */
export async function operationPage(context: PageContext, id: string): Promise<Response> {
  const record = await Operations.fetch(context.redis, id)
  if (record === null) {
    return notFoundPage(context, words().operations.unknown)
  }
  const title = titleOf(record)
  return showPage(context, {
    title,
    isLive: true,
    children: (
      <>
        <Crumbs
          href={`${context.basePath}/operations`}
          label={words().common.pages.operations}
          name={record.id}
        />
        <PageHead title={title} note={<StateTag record={record} />}>
          {context.viewer.canAct ? <Buttons context={context} record={record} /> : undefined}
        </PageHead>
        <Progress record={record} />
        <OperationFacts context={context} record={record} />
        <UndoNote context={context} record={record} />
      </>
    ),
  })
}

function Buttons({ context, record }: { context: PageContext; record: OperationRecord }): View {
  const base = `${context.basePath}/operations/${record.id}`
  if (record.state === 'running') {
    return <PostButton action={`${base}/abort`} label={words().operations.abort} tone="danger" />
  }
  if (record.undoUntil === null) return <></>
  return (
    <PostButton
      action={`${base}/undo`}
      label={words().operations.putBack(record.done)}
      tone="primary"
    />
  )
}

function Progress({ record }: { record: OperationRecord }): View {
  const { state, total, looked, done, restored } = record
  const isUndo = state === 'undoing' || state === 'undone'
  const [now, most] = isUndo ? [restored, done] : [looked, total]
  const { progress } = words().operations
  return (
    <section class="card" aria-label={progress}>
      <p>{isUndo ? undoText(record) : lookText(record)}</p>
      <progress value={Math.min(now, most)} max={Math.max(1, most)} aria-label={progress} />
    </section>
  )
}

function undoText({ restored, done }: OperationRecord): string {
  return words().operations.restored(formatCount(restored), words().common.jobs(done))
}

function lookText({ action, looked, total, done }: OperationRecord): string {
  const texts = words().operations.looked
  const text = texts[action === 'run-now' ? 'retry' : action]
  return text(formatCount(looked), words().common.jobs(total), formatCount(done))
}

function OperationFacts({
  context,
  record,
}: {
  context: PageContext
  record: OperationRecord
}): View {
  const { endedAt, createdAt, query } = record
  const text = words().operations
  const facts: readonly Fact[] = [
    [text.columns.by, <bdi>{shortName(record.by)}</bdi>],
    [text.columns.reason, <bdi>{record.reason === '' ? '–' : record.reason}</bdi>],
    [
      text.filter,
      record.isChosen ? (
        text.chosen
      ) : query === '' ? (
        text.noFilter
      ) : (
        <a href={searchHref(context, record.place, query)}>
          <code>{shortName(query)}</code>
        </a>
      ),
    ],
    [text.columns.begun, <Time at={createdAt} now={context.now} />],
    [text.ended, <Time at={endedAt} now={context.now} />],
    [
      text.took,
      endedAt === null ? '–' : formatDuration((endedAt.getTime() - createdAt.getTime()) / 1_000),
    ],
  ]
  return <Facts label={words().job.facts} facts={facts} />
}

function UndoNote({ context, record }: { context: PageContext; record: OperationRecord }): View {
  if (record.undoUntil === null) return <></>
  const { keptForQueue, keptForSet } = words().operations
  const kept = queueOf(record.place) === null ? keptForSet : keptForQueue
  return (
    <Notice tone="info">
      <p>{kept(<Time at={record.undoUntil} now={context.now} />)}</p>
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
    isAborted ? ['ok', words().operations.nowAborted] : ['info', words().operations.hadEnded],
  )
}

/** `POST /operations/:id/undo` */
export async function undoOperation(context: PageContext, id: string): Promise<Response> {
  const record = await Operations.fetch(context.redis, id)
  const path = `/operations/${encodeURIComponent(id)}`
  if (record === null || !(await Operations.undo(context.redis, id, context.viewer.name))) {
    return redirectWith(context, path, ['warn', words().operations.nothingLeft])
  }
  context.runner.run(id)
  return redirectWith(context, path, ['ok', words().operations.nowUndoing])
}
