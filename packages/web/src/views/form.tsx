/**
 * Buttons and fields. Every change is a form with method post: it works without JavaScript.
 */

import type { Child } from '../jsx-runtime.ts'
import type { View } from './view.ts'

/** How much a button asks for: the main way on, an ordinary one, a harmful one, a faint one. */
export type ButtonTone = 'primary' | 'default' | 'danger' | 'quiet'

/** What a one-button form holds. */
export interface PostButtonProps {
  readonly action: string
  readonly label: Child
  readonly tone?: ButtonTone
  readonly isSmall?: boolean
  /** Hidden fields sent along. */
  readonly fields?: Readonly<Record<string, string>>
  /** What the button acts on, for screen readers when many rows share one label. */
  readonly about?: Child
}

/** A form with hidden fields and one button. */
export function PostButton(props: PostButtonProps): View {
  const { action, label, tone = 'default', isSmall = false, fields = {}, about } = props
  return (
    <form method="post" action={action} class="inline-form">
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class={buttonClass(tone, isSmall)}>
        {label}
        {about === undefined ? null : <bdi class="visually-hidden"> {about}</bdi>}
      </button>
    </form>
  )
}

/** The classes of a button or of a link that looks like one. */
export function buttonClass(tone: ButtonTone = 'default', isSmall = false): string {
  const toneClass = tone === 'default' ? '' : ` button--${tone}`
  return `button${toneClass}${isSmall ? ' button--small' : ''}`
}

/** What a labelled field shows. The input itself is the child and must carry `id`. */
export interface FieldProps {
  readonly label: string
  readonly id: string
  readonly hint?: string
  readonly error?: string
  readonly children: Child
}

/**
 * A label, the field, and its hint and error (give the input
 * `aria-describedby="<id>-hint <id>-error"` when it has them).
 */
export function Field({ label, id, hint, error, children }: FieldProps): View {
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {label}
      </label>
      {children}
      {hint === undefined ? null : (
        <p class="field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p class="field__error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  )
}

/**
 * A select: value → text, in the order of the object, in which whole numbers come first. `hasHint`: the
 * field around it has one.
 */
export function Choice(props: {
  name: string
  value: string
  options: Readonly<Record<string, string>>
  hasHint?: boolean
}): View {
  const { name, value, options, hasHint = false } = props
  const described = hasHint ? { 'aria-describedby': `${name}-hint` } : {}
  return (
    <select class="select" id={name} name={name} {...described}>
      {Object.entries(options).map(([option, text]) => (
        <option value={option} selected={option === value}>
          {text}
        </option>
      ))}
    </select>
  )
}
