/**
 * Where a live page says how it updates itself: `assets/console.js` fills it, with the words and the
 * interval that it finds here. Without scripts it stays hidden.
 */

import { currentReader } from '../language/reader.ts'
import { words } from '../words/words.ts'
import { formatCount } from './numbers.ts'
import type { View } from './view.ts'

/** `events`: the address of the stream that tells what has changed; left out, the page asks by itself. */
export function LiveControl({ events }: { events?: string }): View {
  const { live } = words()
  const { formats, preferences } = currentReader()
  const { liveSeconds } = preferences
  const texts = { ...live, every: live.every(formatCount(liveSeconds)) }
  return (
    <span
      data-live-control
      data-seconds={String(liveSeconds)}
      data-formats={formats}
      data-words={JSON.stringify(texts)}
      {...(events === undefined ? {} : { 'data-events': events })}
      hidden
    ></span>
  )
}
