/**
 * The form around a list of jobs: row buttons, and a bar for the ticked rows.
 */

import type { Child } from '../jsx-runtime.ts'
import { words } from '../words/words.ts'
import { buttonClass } from './form.tsx'
import type { ButtonTone } from './form.tsx'
import type { View } from './view.ts'

/** What can be done to a job in a list. */
export interface RowAction {
  /** The word in the form: "retry". */
  readonly name: 'run-now' | 'retry' | 'delete' | 'kill'
  readonly tone: ButtonTone
  /** Left out of the rows when only the bar should offer it. */
  readonly isBulkOnly?: boolean
}

/** A table's rows in one form; without `action` (read-only viewers) only the rows. */
export function BulkForm(props: {
  action: string | null
  /** Where to come back to, below the base path; default: the list. */
  back?: string
  actions: readonly RowAction[]
  children: Child
}): View {
  const { action, actions, back, children } = props
  if (action === null) return <>{children}</>
  return (
    <form method="post" action={action} class="stack stack--tight">
      {/* Enter in a tick box presses a form's first button; this one does nothing. */}
      <button type="submit" disabled hidden></button>
      {back === undefined ? null : <input type="hidden" name="back" value={back} />}
      {children}
      <div class="bulk" role="group" aria-label={words().shell.selectedRows}>
        <span class="bulk__hint">{words().shell.selectedRowsHint}</span>
        {actions.map(({ name, tone }) => (
          <button class={buttonClass(tone, true)} name="do" value={name}>
            {words().sets.actions[name].selected}
          </button>
        ))}
      </div>
    </form>
  )
}

/**
 * The buttons of one row. `about` says to screen readers which row they belong to, under an id of
 * that row's own; the name of a button stays the plain word, so that speech input finds it.
 */
export function RowButtons(props: {
  actions: readonly RowAction[]
  jobKey: string
  about?: { readonly id: string; readonly text: string }
}): View {
  const { actions, jobKey, about } = props
  return (
    <>
      {about === undefined ? null : (
        <span id={about.id} hidden>
          {about.text}
        </span>
      )}
      {actions
        .filter((action) => !action.isBulkOnly)
        .map(({ name, tone }) => (
          <button
            class={buttonClass(tone)}
            name="do"
            value={`${name} ${jobKey}`}
            {...(about === undefined ? {} : { 'aria-describedby': about.id })}
          >
            {words().sets.actions[name].label}
          </button>
        ))}
    </>
  )
}
