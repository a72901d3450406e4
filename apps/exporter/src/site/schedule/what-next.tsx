/**
 * "What happens next" for an administrator: one short answer for each state, with the command or
 * the button that helps.
 */
import { plural, Time, type View } from '@howdah/web/views'
import type { ExportState } from '../../ledger/types.ts'
import { reasonForStaff } from '../words/waiting.ts'
import { Estimate, type RunsAtProps } from './runs-at.tsx'

/** What the answer needs to know. */
export type WhatNextProps = RunsAtProps & { readonly restartCommand: string }

/** The answer, as a paragraph. */
export function WhatNext(props: WhatNextProps): View {
  return ANSWERS[props.export.state](props)
}

const ANSWERS: Readonly<Record<ExportState, (props: WhatNextProps) => View>> = {
  pending: (props) => <Pending {...props} />,
  scheduled: (props) => (
    <>
      <p>
        It enters the queue <Time at={props.export.runsAt} now={props.now} />. <Why {...props} />
      </p>
      <Remedy {...props} />
    </>
  ),
  running: (props) => <Running {...props} />,
  retrying: (props) => <Retrying {...props} />,
  failed: ({ export: row }) => (
    <p>
      Nothing, until somebody acts:{' '}
      {row.attempts === 1 ? 'the only try' : `all ${row.attempts} tries`} failed. Mend the cause,
      then press Retry now. The member may also request a new one.
    </p>
  ),
  stuck: () => (
    <p>
      Nothing: it is recorded as under way, but no job was found in any queue or set. Its worker may
      have lost it. Retry now makes a new job; Cancel lets the member request again.
    </p>
  ),
  done: ({ export: row, now }) => (
    <p>
      The member can download it until <Time at={row.expiresAt} now={now} />; then the file is
      deleted.
    </p>
  ),
  expired: () => <p>Nothing: the file is deleted. The row stays as a record.</p>,
  cancelled: () => <p>Nothing: it was cancelled. The member can request a new one at any time.</p>,
}

function Pending(props: WhatNextProps): View {
  return (
    <>
      <p>
        <Why {...props} />
      </p>
      <Remedy {...props} />
    </>
  )
}

/** The reasons and the estimate, as one sentence each. */
function Why({ facts, now }: WhatNextProps): View {
  if (facts === null) return <>It starts when a worker is free.</>
  const words = facts.reasons.map(reasonForStaff).join('; ')
  return (
    <>
      {words.slice(0, 1).toUpperCase() + words.slice(1)}. <Estimate facts={facts} now={now} />
    </>
  )
}

/** The command for what only somebody at the machine can mend. */
function Remedy({ facts, restartCommand }: WhatNextProps): View {
  const kinds = facts?.reasons.map(({ kind }) => kind) ?? []
  if (kinds.includes('no-process')) {
    return (
      <p>
        Start one: <code class="command">howdah work -q {facts?.queue}</code>
      </p>
    )
  }
  if (!kinds.includes('clock')) return <></>
  return (
    <p>
      Restart the service: <code class="command">{restartCommand}</code>
    </p>
  )
}

function Running({ export: row, now }: RunsAtProps): View {
  if (row.performer === 'mastodon') {
    return (
      <p>
        One of Mastodon’s own workers builds it; that was seen{' '}
        <Time at={row.heartbeatAt} now={now} show="relative" />. Howdah follows it, and cannot
        interrupt it. If its worker dies, the job is lost, and shown here as stuck.
      </p>
    )
  }
  return (
    <p>
      It is being built; the last sign of life came{' '}
      <Time at={row.heartbeatAt} now={now} show="relative" />. If its worker dies, another one goes
      on with it.
    </p>
  )
}

function Retrying(props: WhatNextProps): View {
  const { export: row, now } = props
  const left = row.maxAttempts - row.attempts - 1
  return (
    <p>
      Try {row.attempts + 1} of {row.maxAttempts} starts <Time at={row.runsAt} now={now} />.{' '}
      {left > 0
        ? `After that ${plural(left, 'more try', 'more tries')}, then Failed.`
        : 'It is the last one.'}{' '}
      <Why {...props} />
    </p>
  )
}
