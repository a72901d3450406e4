/**
 * The page between a harmful button and the harm: what will happen, to how many, and a way back.
 */

import { buttonClass, Field } from '../views/form.tsx'
import type { ButtonTone } from '../views/form.tsx'
import { PageHead } from '../views/document.tsx'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { showPage } from './show.tsx'

/** What is asked. */
export interface Confirmation {
  /** A question with the number in it: "Delete all 7 retries?" */
  readonly question: string
  /** What it means, in a sentence or two. */
  readonly consequence: string
  /** The button: "Delete all 7". */
  readonly label: string
  readonly tone: ButtonTone
  /** Where the form posts to. */
  readonly action: string
  readonly cancelHref: string
  /** Default "Cancel". */
  readonly cancelLabel?: string
  /** Hidden fields sent along. */
  readonly fields?: Readonly<Record<string, string>>
  /** Whether a reason must be given. */
  readonly asksReason?: boolean
  /** A word that must be typed first, such as the queue's name. */
  readonly typed?: string
  /** Why the last attempt was refused. */
  readonly problem?: string
}

/** Asks before acting. */
export function confirmPage(context: PageContext, asked: Confirmation): Promise<Response> {
  return showPage(context, {
    title: asked.question,
    status: asked.problem === undefined ? 200 : 422,
    children: (
      <>
        <PageHead title={asked.question} note={asked.consequence} />
        <form method="post" action={asked.action} class="form card prose">
          {Object.entries(asked.fields ?? {}).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          {asked.asksReason === true ? <ReasonField asked={asked} /> : null}
          {asked.typed === undefined ? null : <TypedField asked={asked} typed={asked.typed} />}
          <div class="buttons">
            <button type="submit" class={buttonClass(asked.tone)}>
              {asked.label}
            </button>
            <a class={buttonClass('quiet')} href={asked.cancelHref}>
              {asked.cancelLabel ?? words().common.cancel}
            </a>
          </div>
        </form>
      </>
    ),
  })
}

function ReasonField({ asked }: { asked: Confirmation }) {
  return (
    <Field
      label={words().sets.why}
      id="reason"
      {...(asked.problem === undefined ? {} : { error: asked.problem })}
    >
      <input
        class="input"
        id="reason"
        name="reason"
        maxlength={300}
        required
        {...(asked.problem === undefined
          ? {}
          : { 'aria-invalid': 'true', 'aria-describedby': 'reason-error' })}
      />
    </Field>
  )
}

function TypedField({ asked, typed }: { asked: Confirmation; typed: string }) {
  return (
    <div class="field">
      <label class="field__label" for="typed">
        {words().sets.typeToGoOn(<code class="command">{typed}</code>)}
      </label>
      <input
        class="input"
        id="typed"
        name="typed"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        required
        {...(asked.problem === undefined
          ? {}
          : { 'aria-invalid': 'true', 'aria-describedby': 'typed-error' })}
      />
      {asked.problem === undefined ? null : (
        <p class="field__error" id="typed-error">
          {asked.problem}
        </p>
      )}
    </div>
  )
}
