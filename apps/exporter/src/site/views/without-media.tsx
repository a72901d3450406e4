/** The choice of an archive without media, with what it would be large and what the whole one. */
import { formatBytes, type View } from '@howdah/web/views'
import { type Contents, estimateSize } from '../../ledger/policy.ts'
import { words } from '../words/words.ts'

/** Nothing where a member has no media to leave out. */
export function WithoutMedia({ contents, note }: { contents: Contents; note: string }): View {
  if (contents.mediaBytes === 0) return <></>
  const [small, whole] = [false, true].map((includesMedia) =>
    formatBytes(estimateSize({ type: 'backup', includesMedia }, contents)),
  )
  return (
    <div>
      <label class="check">
        <input
          type="checkbox"
          name="without-media"
          value="1"
          aria-describedby="without-media-note"
        />{' '}
        {words().withoutMedia.choice(small ?? '', whole ?? '')}
      </label>
      <p class="field__hint" id="without-media-note">
        {note}
      </p>
    </div>
  )
}
