/**
 * Messages: the answer to an action, and things that want attention.
 */

import type { Child } from '../jsx-runtime.ts'
import type { View } from './view.ts'
import { Icon } from './icon.tsx'

/** How a message is meant: something was done, needs care, went wrong, or is good to know. */
export type NoticeTone = 'ok' | 'warn' | 'danger' | 'info'

const TONE_ICONS = { ok: 'done', warn: 'warning', danger: 'failed', info: 'info' } as const

/** A message that lives over one redirect. */
export interface FlashMessage {
  readonly tone: NoticeTone
  readonly text: string
}

/** The answer to the action before; renders nothing without a message. */
export function Flash({ message }: { message: FlashMessage | null }): View {
  if (message === null) return <></>
  return (
    <div class={`notice notice--${message.tone} flash`} role="status">
      <Icon name={TONE_ICONS[message.tone]} />
      <p>{message.text}</p>
    </div>
  )
}

/** A standing message inside a page. Children may hold links and forms. */
export function Notice({ tone, children }: { tone: NoticeTone; children?: Child }): View {
  return (
    <div class={`notice notice--${tone}`}>
      <Icon name={TONE_ICONS[tone]} />
      <div>{children}</div>
    </div>
  )
}

/** What a list shows when it has no rows: one friendly sentence and, if any, the way on. */
export function EmptyState({ title, children }: { title: string; children?: Child }): View {
  return (
    <div class="empty">
      <p class="empty__title">{title}</p>
      {children === undefined ? null : <div class="empty__more">{children}</div>}
    </div>
  )
}
