/** What somebody did, in the words of the reader; what no catalogue knows as it is kept, in English. */
import type { ConsoleActionName } from '@howdah/web'
import type { View } from '@howdah/web/views'
import { words } from './words.ts'

const IN_CONSOLE = 'console: '

/** @returns null for a verb of another version, or of a program beside this one */
export function deedWords(action: string): string | null {
  const { verbs } = words().deeds
  const console: Readonly<Record<ConsoleActionName, string>> = words().deeds.console
  return action.startsWith(IN_CONSOLE)
    ? found(console, action.slice(IN_CONSOLE.length))
    : found(verbs, action)
}

function found(texts: Readonly<Record<string, string>>, key: string): string | null {
  return Object.hasOwn(texts, key) ? (texts[key] ?? null) : null
}

/** The same as an element. */
export function Deed({ action }: { action: string }): View {
  const text = deedWords(action)
  return text === null ? <bdi lang="en">{action}</bdi> : <>{text}</>
}
