/**
 * Error pages in the look of the site: what happened, in plain words, and the way on.
 */
import { PageHead } from '@howdah/web/views'
import type { Child } from 'hono/jsx'
import type { SiteContext, SiteDeps } from '../context.ts'
import { sitePage } from './site-page.tsx'

/** The statuses that have a page. */
export type ErrorStatus = 400 | 403 | 404 | 410 | 413 | 416 | 429 | 500 | 503

interface ErrorWords {
  readonly title: string
  readonly text: string
}

const WORDS: Readonly<Record<ErrorStatus, ErrorWords>> = {
  400: {
    title: 'That did not make sense',
    text: 'A part of the address or the form is not valid.',
  },
  403: { title: 'Not allowed', text: 'Nothing was changed.' },
  404: {
    title: 'There is nothing here',
    text: 'The page does not exist, or it is not yours to see.',
  },
  410: { title: 'This file is gone', text: 'Archives are kept for a few days and then deleted.' },
  413: { title: 'Too much at once', text: 'The form was larger than this page accepts.' },
  416: { title: 'Beyond the end of the file', text: 'Please start the download again.' },
  429: { title: 'Too many tries', text: 'Please wait a little and try again.' },
  500: {
    title: 'Something went wrong on our side',
    text: 'It has been written to the log. Please try again in a moment.',
  },
  503: {
    title: 'The database does not answer',
    text: 'Your data is safe. Please try again in a minute.',
  },
}

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
  const words = WORDS[status]
  const title = options.title ?? words.title
  return sitePage(c, deps, {
    title,
    status,
    ...(options.headers ? { headers: options.headers } : {}),
    children: (
      <div class="error-page">
        <p class="error-page__code">{status}</p>
        <PageHead title={title} />
        <p>{options.text ?? words.text}</p>
        <p>
          <a href={c.get('viewer') ? '/settings/export' : '/login'}>
            {c.get('viewer') ? 'Go to Import and export' : 'Log in'}
          </a>
        </p>
      </div>
    ),
  })
}
