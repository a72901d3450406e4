/**
 * JSON for reading: one line when closed, laid out when open, always inert text.
 */

import type { Child } from 'hono/jsx'
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
  /** Where the whole text can be read when `limit` cuts it. */
  readonly wholeHref?: string
  /** Shown under the text when open, such as a link to the member. */
  readonly children?: Child
}

/** Characters of JSON on the closed line. */
const LINE_LENGTH = 96

/** A `<details>` whose summary carries the label and one line of JSON. */
export function JsonView(props: JsonViewProps): View {
  const { label, json, line = json, isOpen = false, limit, wholeHref, children } = props
  return (
    <details class="json" open={isOpen}>
      <summary>
        <span class="json__label">{label}</span>{' '}
        <code class="json__line">{clip(line, LINE_LENGTH).text}</code>
      </summary>
      <JsonBlock json={json} {...(limit === undefined ? {} : { limit })} />
      {limit !== undefined && clip(prettyJson(json), limit).isCut ? (
        <p class="json__cut">
          Only the start is shown. {wholeHref ? <a href={wholeHref}>Show all of it</a> : null}
        </p>
      ) : null}
      {children}
    </details>
  )
}

/** The laid-out text alone, in a block that can be scrolled and reached by keyboard. */
export function JsonBlock({ json, limit }: { json: string; limit?: number }): View {
  const text = prettyJson(json)
  return (
    <pre class="code" tabindex={0} dir="ltr">
      {limit === undefined ? text : clip(text, limit).text}
    </pre>
  )
}
