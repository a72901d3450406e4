/**
 * Operations on exports: how far each is, who wanted it and why, and the button that ends it.
 */
import {
  Crumbs,
  DataTable,
  EmptyState,
  FactList,
  formatCount,
  formatDuration,
  Notice,
  PageHead,
  PostButton,
  Tag,
  Time,
  type Column,
  type View,
  type Fact,
} from '@howdah/web/views'
import type { OperationRecord } from '../../ledger/operation-record.ts'
import { seeOther } from '../http/see-other.ts'
import { words } from '../words/words.ts'
import type { TabRequest } from './exports-tab.tsx'
import { LIVE_ON } from './live.ts'

/** `GET /exports/operations` */
export async function showOperations({ deps, frame }: TabRequest): Promise<Response> {
  const operations = await deps.operations.list()
  const columns: Column<OperationRecord>[] = [
    {
      label: words().bulk.operations.head.what,
      isRowHead: true,
      cell: (one) => <a href={`${frame.basePath}/exports/operations/${one.id}`}>{titleOf(one)}</a>,
    },
    {
      label: words().bulk.operations.head.state,
      kind: 'tight',
      cell: (one) => <State operation={one} />,
    },
    {
      label: words().bulk.operations.head.done,
      kind: 'number',
      cell: (one) => formatCount(one.changed),
    },
    { label: words().bulk.operations.head.by, cell: (one) => <bdi>@{one.by}</bdi> },
    { label: words().bulk.operations.head.reason, cell: (one) => <bdi>{one.reason}</bdi> },
    {
      label: words().bulk.operations.head.begun,
      cell: (one) => <Time at={one.createdAt} now={frame.now} />,
    },
  ]
  return frame.page({
    title: words().bulk.operations.title,
    isLive: true,
    liveOn: LIVE_ON,
    children: (
      <>
        <Crumbs
          href={`${frame.basePath}/exports`}
          label={words().bulk.operations.crumb}
          name={words().bulk.operations.title}
        />
        <PageHead title={words().bulk.operations.title} note={words().bulk.operations.note} />
        {operations.length === 0 ? (
          <EmptyState title={words().bulk.operations.none} />
        ) : (
          <DataTable
            caption={words().bulk.operations.title}
            columns={columns}
            rows={operations}
            rowKey={({ id }) => id}
          />
        )}
      </>
    ),
  })
}

function titleOf({ action, total }: OperationRecord): string {
  return words().bulk.actions[action].question(total).replaceAll(/[¿?؟]/g, '')
}

function State({ operation: { state } }: { operation: OperationRecord }): View {
  const tones = { running: 'info', done: 'ok', aborted: 'warn' } as const
  return <Tag tone={tones[state]} text={words().bulk.operations.states[state]} />
}

/** `GET /exports/operations/:id`; null when there is none. */
export async function showOperation(
  { deps, frame }: TabRequest,
  id: string,
): Promise<Response | null> {
  const operation = await deps.operations.get(id)
  if (operation === null) return null
  const title = titleOf(operation)
  const isRunning = operation.state === 'running'
  return frame.page({
    title,
    isLive: isRunning,
    liveOn: LIVE_ON,
    children: (
      <>
        <Crumbs
          href={`${frame.basePath}/exports`}
          label={words().bulk.operations.crumb}
          name={`${words().bulk.operations.title} #${id}`}
        />
        <PageHead title={title} note={<State operation={operation} />}>
          {isRunning && frame.viewer.canAct ? (
            <PostButton
              action={`${frame.basePath}/exports/operations/${id}/abort`}
              label={words().bulk.operations.abort}
              tone="danger"
            />
          ) : undefined}
        </PageHead>
        <Progress operation={operation} />
        <Facts operation={operation} now={frame.now} />
      </>
    ),
  })
}

function Progress({ operation }: { operation: OperationRecord }): View {
  const { looked, total, changed, problem, state } = operation
  return (
    <section class="card" aria-label={words().bulk.operations.progress}>
      <p>
        {words().bulk.operations.looked(
          formatCount(looked),
          formatCount(total),
          formatCount(changed),
        )}
      </p>
      <progress
        value={Math.min(looked, total)}
        max={Math.max(1, total)}
        aria-label={words().bulk.operations.progress}
      />
      {looked > changed ? (
        <p class="soft">{words().bulk.operations.rest(looked - changed)}</p>
      ) : null}
      {problem !== null && state === 'running' ? (
        <Notice tone="warn">
          <p>{words().bulk.operations.problem(problem)}</p>
        </Notice>
      ) : null}
    </section>
  )
}

function Facts({ operation, now }: { operation: OperationRecord; now: Date }): View {
  const { by, reason, createdAt, endedAt } = operation
  const facts: readonly Fact[] = [
    [words().bulk.operations.head.by, <bdi>@{by}</bdi>],
    [words().bulk.operations.head.reason, <bdi>{reason}</bdi>],
    [words().bulk.operations.head.begun, <Time at={createdAt} now={now} />],
    [words().bulk.operations.ended, <Time at={endedAt} now={now} />],
    [
      words().bulk.operations.took,
      endedAt === null ? '–' : formatDuration((endedAt.getTime() - createdAt.getTime()) / 1_000),
    ],
  ]
  return (
    <section class="card">
      <FactList facts={facts} />
    </section>
  )
}

/** `POST /exports/operations/:id/abort` */
export async function abortOperation(tab: TabRequest, id: string): Promise<Response> {
  const { deps, frame, viewer } = tab
  const isAborted = await deps.operations.abort(id, viewer.member.username)
  return seeOther(
    `${frame.basePath}/exports/operations/${id}`,
    isAborted
      ? { tone: 'ok', text: words().bulk.operations.aborted }
      : { tone: 'info', text: words().bulk.operations.over },
    frame.basePath,
  )
}
