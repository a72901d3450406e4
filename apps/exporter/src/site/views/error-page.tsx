/**
 * Error pages in the look of the site: what happened, in plain words, and the way on.
 */
import { PageHead } from '@howdah/web/views'
import type { Child } from '@howdah/web/jsx-runtime'
import type { SiteContext, SiteDeps } from '../context.ts'
import { jsonError, wantsJson } from '../http/scripts.ts'
import { words } from '../words/words.ts'
import { sitePage } from './site-page.tsx'

/** The statuses that have a page. */
export type ErrorStatus = 400 | 403 | 404 | 410 | 413 | 416 | 429 | 500 | 503

/** Options of {@link errorPage}. */
export interface ErrorPageOptions {
  /** In place of the usual sentence. */
  readonly text?: Child
  readonly title?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Answers with an error page; or with JSON where a script asks. */
export async function errorPage(
  c: SiteContext,
  deps: Pick<SiteDeps, 'config'>,
  status: ErrorStatus,
  options: ErrorPageOptions = {},
): Promise<Response> {
  const { statuses, goHome, logIn } = words().failures
  if (wantsJson(c)) {
    const text = typeof options.text === 'string' ? options.text : statuses[status].text
    return jsonError(text, status, options.headers)
  }
  const title = options.title ?? statuses[status].title
  return sitePage(c, deps, {
    title,
    status,
    ...(options.headers ? { headers: options.headers } : {}),
    children: (
      <div class="error-page">
        <p class="error-page__code">{status}</p>
        <PageHead title={title} />
        <p>{options.text ?? statuses[status].text}</p>
        <p>
          <a href={c.get('viewer') ? '/settings/export' : '/login'}>
            {c.get('viewer') ? goHome : logIn}
          </a>
        </p>
      </div>
    ),
  })
}
