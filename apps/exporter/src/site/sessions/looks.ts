/** Notes in the audit that the pages are about to show what is another member's. */
import type { LookedAt } from '../../ledger/looks.ts'
import type { SiteDeps } from '../context.ts'
import type { Viewer } from './viewer.ts'

/** Somebody whose address or archive is on a page. */
export interface Shown {
  readonly userId: string
  readonly username: string
  /** What it is called, beside its owner's name: `export 1093`. */
  readonly thing?: string
}

/** One look of a viewer. */
export interface ViewerLook {
  readonly what: LookedAt
  readonly request: Request
  readonly shown: readonly Shown[]
}

/**
 * To be awaited before anything is shown. What is the viewer's own is nobody's business; the rest is
 * written down, and when that fails the page fails.
 */
export async function noteLook(
  { ledger }: Pick<SiteDeps, 'ledger'>,
  { member }: Pick<Viewer, 'member'>,
  { what, request, shown }: ViewerLook,
): Promise<void> {
  const others = shown.filter(({ userId }) => userId !== member.userId)
  await ledger.look({
    actor: member.username,
    what,
    page: new URL(request.url).pathname,
    things: others.map(({ username, thing }) =>
      thing === undefined ? [`@${username}`] : [thing, `@${username}`],
    ),
  })
}
