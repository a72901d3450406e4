/**
 * "What happens next" for an administrator: one short answer for each state, with the command or
 * the button that helps.
 */
import { Time, type View } from '@howdah/web/views'
import { commandToServe } from '../../ledger/known-queues.ts'
import type { ExportState } from '../../ledger/types.ts'
import { reasonForStaff } from '../words/waiting.ts'
import { words } from '../words/words.ts'
import { asSentence, Estimate, type RunsAtProps } from './runs-at.tsx'

/** What the answer needs to know. */
export interface WhatNextProps extends RunsAtProps {
  /** The one that exports go to unless somebody chose another. */
  readonly usualQueue: string
  readonly restartCommand: string
}

/** The answer, as a paragraph. */
export function WhatNext(props: WhatNextProps): View {
  return ANSWERS[props.export.state](props)
}

const ANSWERS: Readonly<Record<ExportState, (props: WhatNextProps) => View>> = {
  pending: (props) => (
    <>
      <p>
        <Why {...props} />
      </p>
      <Remedy {...props} />
    </>
  ),
  scheduled: (props) => (
    <>
      <p>
        {texts().scheduled(<Time at={props.export.runsAt} now={props.now} />)} <Why {...props} />
      </p>
      <Remedy {...props} />
    </>
  ),
  running: (props) => <Running {...props} />,
  retrying: (props) => <Retrying {...props} />,
  failed: ({ export: row }) => <p>{texts().failed(row.attempts)}</p>,
  stuck: () => <p>{texts().stuck}</p>,
  done: ({ export: row, now }) => <p>{texts().done(<Time at={row.expiresAt} now={now} />)}</p>,
  expired: ({ export: row }) => (
    <p>{row.replacedBy === null ? texts().expired : texts().replaced(row.replacedBy)}</p>
  ),
  cancelled: () => <p>{texts().cancelled}</p>,
}

function texts(): ReturnType<typeof words>['exportDetail']['next'] {
  return words().exportDetail.next
}

/** The reasons and the estimate, as one sentence each. */
function Why({ facts, now }: WhatNextProps): View {
  if (facts === null) return <>{texts().whenFree}</>
  const sentence = asSentence(facts.reasons.map(reasonForStaff).join('; '))
  return (
    <>
      {texts().because(sentence)} <Estimate facts={facts} now={now} isSentence />
    </>
  )
}

/** The command for what only somebody at the machine can mend. */
function Remedy({ facts, usualQueue, restartCommand }: WhatNextProps): View {
  const kinds = facts?.reasons.map(({ kind }) => kind) ?? []
  if (facts !== null && kinds.includes('no-process')) {
    return <Command about={texts().startOne} command={commandToServe(facts.queue, usualQueue)} />
  }
  if (!kinds.includes('clock')) return <></>
  return <Command about={texts().restart} command={restartCommand} />
}

function Command({ about, command }: { about: string; command: string }): View {
  return (
    <p>
      {about}{' '}
      <code class="command" dir="ltr">
        {command}
      </code>
    </p>
  )
}

function Running({ export: row, now }: RunsAtProps): View {
  const seen = <Time at={row.heartbeatAt} now={now} show="relative" />
  const isMastodons = row.performer === 'mastodon'
  return <p>{isMastodons ? texts().runningInMastodon(seen) : texts().running(seen)}</p>
}

function Retrying(props: WhatNextProps): View {
  const { export: row, now } = props
  const left = row.maxAttempts - row.attempts - 1
  const when = <Time at={row.runsAt} now={now} />
  return (
    <p>
      {texts().retrying(row.attempts + 1, row.maxAttempts, when)}{' '}
      {left > 0 ? texts().afterThat(left) : texts().last} <Why {...props} />
    </p>
  )
}
