/**
 * POST /language: the language that somebody wants the pages in, kept in this browser with what else
 * they chose for it. For visitors too: a log-in page that cannot be read keeps people out.
 */
import { preferencesCookie, readPreferences } from '@howdah/web/views'
import type { SiteContext, SiteDeps } from '../context.ts'
import { readForm } from '../http/form.ts'
import { localPath } from '../http/safe-return.ts'
import { seeOther } from '../http/see-other.ts'
import { errorPage } from '../views/error-page.tsx'
import { isSiteLanguage } from '../words/site-languages.ts'

export const LANGUAGE_PATH = '/language'

/** `language`, and `next`: the page to come back to. */
export async function postLanguage(c: SiteContext, deps: SiteDeps): Promise<Response> {
  const form = await readForm(c.req.raw)
  const language = form?.get('language') ?? ''
  if (form === null || !isSiteLanguage(language)) return errorPage(c, deps, 400)
  const response = seeOther(localPath(form.get('next')))
  const preferences = { ...readPreferences(c.req.raw), language }
  response.headers.append('set-cookie', preferencesCookie(preferences))
  return response
}
