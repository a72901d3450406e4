/**
 * What the keys do, in a dialog that `?` opens. On the page only for readers who want shortcuts.
 */

import { words } from '../words/words.ts'
import { buttonClass } from './form.tsx'
import type { Tab } from './frame.tsx'
import type { View } from './view.ts'

/** The dialog with every shortcut of this page; `tabs` carry the letters after `g`. */
export function ShortcutHelp({ tabs }: { tabs: readonly Tab[] }): View {
  const { title, close, keys } = words().shortcuts
  const tabKeys = tabs
    .filter(({ shortcut }) => shortcut !== undefined)
    .map(({ label, shortcut }) => [`g ${shortcut}`, label] as const)
  return (
    <dialog class="dialog" aria-labelledby="shortcuts-title" data-shortcut-help>
      <form method="dialog" class="stack">
        <h2 id="shortcuts-title">{title}</h2>
        <dl class="shortcuts">
          {[...Object.entries(keys), ...tabKeys].map(([key, meaning]) => (
            <>
              <dt>
                {key.split(' ').map((part) => (
                  <kbd>{part}</kbd>
                ))}
              </dt>
              <dd>{meaning}</dd>
            </>
          ))}
        </dl>
        <div>
          <button class={buttonClass()}>{close}</button>
        </div>
      </form>
    </dialog>
  )
}
