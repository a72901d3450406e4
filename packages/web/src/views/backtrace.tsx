/**
 * A backtrace: the lines of the application first, all of them on demand.
 */

import { words } from '../words/words.ts'
import { CodeBlock, CopyButton } from './json-view.tsx'
import type { View } from './view.ts'

/** Where libraries live, Ruby's and Node's. */
const LIBRARY =
  /\/gems\/|\/rubygems\/|\/lib\/ruby\/|^<internal:|\/bundle\/ruby\/|node_modules\/|\bnode:internal|\(node:|at node:/u

/** The lines that are not a library's. */
export function applicationLines(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !LIBRARY.test(line))
}

/** What a backtrace shows. */
export interface BacktraceProps {
  readonly lines: readonly string[]
  /** Longest text of each block. */
  readonly limit: number
  /** An id for the whole text; with it comes a button that copies it. */
  readonly id?: string
  /** Where all of a text is that is cut; default: on the job's page. */
  readonly wholeHref?: string | undefined
}

/** The application's lines; the whole backtrace opens below them. */
export function Backtrace({ lines, limit, id, wholeHref }: BacktraceProps): View {
  const text = words().shell
  if (lines.length === 0) {
    return <p class="soft">{text.noBacktrace}</p>
  }
  const own = applicationLines(lines)
  if (own.length === 0 || own.length === lines.length) {
    return (
      <>
        <CodeBlock text={lines.join('\n')} limit={limit} id={id} wholeHref={wholeHref} />
        {id === undefined ? null : <CopyButton of={id} />}
      </>
    )
  }
  return (
    <>
      <h3>{text.applicationLines}</h3>
      <CodeBlock text={own.join('\n')} limit={limit} wholeHref={wholeHref} />
      <details class="disclosure">
        <summary>
          <span>{text.allLines(lines.length)}</span>
        </summary>
        <CodeBlock text={lines.join('\n')} limit={limit} id={id} wholeHref={wholeHref} />
      </details>
      {id === undefined ? null : <CopyButton of={id} />}
    </>
  )
}
