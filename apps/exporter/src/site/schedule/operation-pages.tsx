/**
 * Operations on exports: how far each is, who wanted it and why, and the button that ends it.
 */
import {
  type Column,
  DataTable,
  EmptyState,
  formatCount,
  formatDuration,
  Notice,
  PageHead,
  PostButton,
  Tag,
  Time,
  type View,
} from '@howdah/web/views'
import type { OperationRecord } from '../../ledger/operation-record.ts'
import { seeOther } from '../http/see-other.ts'
import { BULK_WORDS } from './bulk-words.ts'
import type { TabRequest } from './exports-tab.tsx'
import { LIVE_ON } from './live.ts'

const WORDS = BULK_WORDS.operations

/** `GET /exports/operations` */
export async function showOperations({ deps, frame }: TabRequest): Promise<Response> {
  const operations = await deps.operations.list()
  const columns: Column<OperationRecord>[] = [
    {
      label: WORDS.head.what,
      isRowHead: true,
      cell: (one) => <a href={`${frame.basePath}/exports/operations/${one.id}`}>{titleOf(one)}</a>,
    },
    { label: WORDS.head.state, kind: 'tight', cell: (one) => <State operation={one} /> },
    { label: WORDS.head.done, kind: 'number', cell: (one) => formatCount(one.changed) },
    { label: WORDS.head.by, cell: (one) => <bdi>@{one.by}</bdi> },
    { label: WORDS.head.reason, cell: (one) => one.reason },
    { label: WORDS.head.begun, cell: (one) => <Time at={one.createdAt} now={frame.now} /> },
  ]
  return frame.page({
    title: WORDS.title,
    isLive: true,
    liveOn: LIVE_ON,
    children: (
      <>
        <Crumbs basePath={frame.basePath} here={WORDS.title} />
        <PageHead title={WORDS.title} note={WORDS.note} />
        {operations.length === 0 ? (
          <EmptyState title={WORDS.none} />
        ) : (
          <DataTable
            caption={WORDS.title}
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
  return BULK_WORDS.actions[action].question(total).replace(/\?$/, '')
}

function State({ operation: { state } }: { operation: OperationRecord }): View {
  const tones = { running: 'info', done: 'ok', aborted: 'warn' } as const
  return <Tag tone={tones[state]} text={WORDS.states[state]} />
}

function Crumbs({ basePath, here }: { basePath: string; here: string }): View {
  return (
    <nav aria-label="You are here">
      <ol class="crumbs">
        <li>
          <a href={`${basePath}/exports`}>{WORDS.crumb}</a>
        </li>
        <li aria-current="page">{here}</li>
      </ol>
    </nav>
  )
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
        <Crumbs basePath={frame.basePath} here={`${WORDS.title} #${id}`} />
        <PageHead title={title} note={<State operation={operation} />}>
          {isRunning && frame.viewer.canAct ? (
            <PostButton
              action={`${frame.basePath}/exports/operations/${id}/abort`}
              label={WORDS.abort}
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
    <section class="card" aria-label={WORDS.progress}>
      <p>{WORDS.looked(formatCount(looked), formatCount(total), formatCount(changed))}</p>
      <progress
        value={Math.min(looked, total)}
        max={Math.max(1, total)}
        aria-label={WORDS.progress}
      />
      {looked > changed ? <p class="soft">{WORDS.rest(looked - changed)}</p> : null}
      {problem !== null && state === 'running' ? (
        <Notice tone="warn">
          <p>{WORDS.problem(problem)}</p>
        </Notice>
      ) : null}
    </section>
  )
}

function Facts({ operation, now }: { operation: OperationRecord; now: Date }): View {
  const { by, reason, createdAt, endedAt } = operation
  const facts = [
    [WORDS.head.by, <bdi>@{by}</bdi>],
    [WORDS.head.reason, reason],
    [WORDS.head.begun, <Time at={createdAt} now={now} />],
    [WORDS.ended, <Time at={endedAt} now={now} />],
    [
      WORDS.took,
      endedAt === null ? '–' : formatDuration((endedAt.getTime() - createdAt.getTime()) / 1_000),
    ],
  ] as const
  return (
    <section class="card">
      <dl class="facts">
        {facts.map(([label, fact]) => (
          <div>
            <dt>{label}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** `POST /exports/operations/:id/abort` */
export async function abortOperation(tab: TabRequest, id: string): Promise<Response> {
  const { deps, frame, viewer } = tab
  const isAborted = await deps.operations.abort(id, viewer.member.username)
  return seeOther(
    `${frame.basePath}/exports/operations/${id}`,
    isAborted ? { tone: 'ok', text: WORDS.aborted } : { tone: 'info', text: WORDS.over },
    frame.basePath,
  )
}
