/**
 * Before what cannot be undone, the host may ask once more who it is.
 */

import type { PostedForm } from '../http/params.ts'
import type { HarmfulAct } from '../options.ts'
import type { PageContext } from './context.ts'

/** Null when it may be done; else the host's answer, which is given in its place. */
export async function askIdentity(
  context: PageContext,
  act: Pick<HarmfulAct, 'action' | 'label'>,
  form?: PostedForm,
): Promise<Response | null> {
  const { options, request, url } = context
  if (options.confirmIdentity === undefined) return null
  const path = url.pathname + url.search
  return options.confirmIdentity(request, { ...act, path, fields: form?.entries() ?? [] })
}
