/**
 * JSON for reading: one line when closed, laid out when open, always inert text.
 */

import type { Child } from '../jsx-runtime.ts'
import { words } from '../words/words.ts'
import type { View } from './view.ts'
import { clip } from './clip.ts'
import { prettyJson } from './pretty-json.ts'

/** What a JSON view shows. */
export interface JsonViewProps {
  /** The word on the summary, such as "Arguments". */
  readonly label: string
  /** JSON text, exactly as stored. */
  readonly json: string
  /** The one line shown when closed; default: the start of `json`. */
  readonly line?: string
  readonly isOpen?: boolean
  /** Longest text written into the page, counted as escaped; default: all of it. */
  readonly limit?: number
  /** The id of the laid-out text, for a `CopyButton`. */
  readonly id?: string
  /** Where all of a text is that is cut; default: on the job's page. */
  readonly wholeHref?: string | undefined
  /** Shown under the text when open, such as a link to the member. */
  readonly children?: Child
}

/** Bytes of JSON on the closed line. */
const LINE_LENGTH = 100

/** A `<details>` whose summary carries the label and one line of JSON. */
export function JsonView(props: JsonViewProps): View {
  const { label, json, line = json, isOpen = false, limit, id, wholeHref, children } = props
  return (
    <details class="json" open={isOpen}>
      <summary>
        <b>{label}</b> <code>{clip(line, LINE_LENGTH).text}</code>
      </summary>
      <JsonBlock json={json} limit={limit} id={id} wholeHref={wholeHref} />
      {children}
    </details>
  )
}

/** The laid-out text alone. */
export function JsonBlock(props: {
  json: string
  limit?: number | undefined
  id?: string | undefined
  wholeHref?: string | undefined
}): View {
  const { json, ...rest } = props
  return <CodeBlock text={prettyJson(json)} {...rest} />
}

/** Copies the text of the block with this id; shown by the script that can do it. */
export function CopyButton({ of }: { of: string }): View {
  return (
    <button type="button" class="button button--small" data-copy={of} hidden>
      {words().common.copy}
    </button>
  )
}

/** Shorter texts never need to scroll, even 30 characters wide. */
const SCROLLS_FROM = 300

/** A text as it is stored, cut to `limit` where it is given; says so when it is cut. */
export function CodeBlock(props: {
  text: string
  limit?: number | undefined
  id?: string | undefined
  /** Where all of a text is that is cut; default: on the job's page. */
  wholeHref?: string | undefined
}): View {
  const { text, limit, id, wholeHref } = props
  const { cut, cutWhole } = words().shell
  const shown = limit === undefined ? { text, isCut: false } : clip(text, limit)
  // A block that scrolls must be reachable by keyboard.
  const focus = shown.text.length > SCROLLS_FROM ? { tabindex: 0 } : {}
  return (
    <>
      <pre class="code" {...(id === undefined ? {} : { id })} {...focus}>
        {shown.text}
      </pre>
      {shown.isCut ? (
        <p>{wholeHref === undefined ? cut : <a href={wholeHref}>{cutWhole}</a>}</p>
      ) : null}
    </>
  )
}
