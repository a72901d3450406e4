/**
 * The document around every page: language, title, style sheet, skip link, landmarks.
 */

import type { Child } from '../jsx-runtime.ts'
import { currentReader } from '../language/reader.ts'
import { words } from '../words/words.ts'
import type { View } from './view.ts'
import { assetHref } from './assets.ts'
import { Mark } from './mark.tsx'

/** What a document needs. */
export interface DocumentProps {
  /** The page's own title first: "Queues – Sidekiq – example.social". */
  readonly title: string
  /** The address under which the shared assets are served, without a slash at the end. */
  readonly assetBase: string
  /** More style sheets, after the shared one. */
  readonly stylesheets?: readonly string[]
  /** Module scripts of this origin. */
  readonly scripts?: readonly string[]
  /** Reloads the page where scripts are off: for pages on which something is under way. */
  readonly refreshSeconds?: number
  /** The `<header>`; usually a `Masthead`. */
  readonly header?: Child
  /** A `<nav>` beside the content; turns the page into two columns where there is room. */
  readonly side?: Child
  readonly footer?: Child
  /** The content of `<main>`, which needs exactly one `<h1>`. */
  readonly children: Child
}

/** A whole HTML document. Send it with `htmlResponse`. */
export function Document(props: DocumentProps): View {
  const { header, side, footer, children } = props
  const { language, dir, preferences } = currentReader()
  const main = (
    <main id="main" class="main" tabindex={-1}>
      {children}
    </main>
  )
  return (
    <html lang={language} dir={dir} data-theme={preferences.theme}>
      <DocumentHead {...props} />
      <body>
        <a class="skip-link" href="#main">
          {words().common.skipToContent}
        </a>
        {header}
        {side === undefined ? main : <div class="columns">{[side, main]}</div>}
        {footer}
      </body>
    </html>
  )
}

const COLOR_SCHEMES = { auto: 'light dark', light: 'light', dark: 'dark' } as const

function DocumentHead(props: DocumentProps): View {
  const { title, assetBase, stylesheets = [], scripts = [], refreshSeconds } = props
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content={COLOR_SCHEMES[currentReader().preferences.theme]} />
      <link rel="icon" type="image/svg+xml" href={assetHref(assetBase, 'mark.svg')} />
      {[assetHref(assetBase, 'howdah.css'), ...stylesheets].map((href) => (
        <link rel="stylesheet" href={href} />
      ))}
      {scripts.map((source) => (
        <script type="module" src={source}></script>
      ))}
      {/* What differs from page to page: a page that begins early ends its beginning here. */}
      <title>{title}</title>
      {refreshSeconds === undefined ? null : (
        <noscript>
          <meta http-equiv="refresh" content={String(refreshSeconds)} />
        </noscript>
      )}
    </head>
  )
}

/** What the bar on top shows. */
export interface MastheadProps {
  /** Beside the mark: the name of the place. */
  readonly title: string
  readonly href: string
  /** The environment, when it should be impossible to overlook: "production". */
  readonly environment?: string
  /** At the end of the bar: who is logged in, links, a log-out button. */
  readonly children?: Child
}

/** The dark bar on top of every page: mark, name, environment, and what the page puts at its end. */
export function Masthead({ title, href, environment, children }: MastheadProps): View {
  return (
    <div class="masthead">
      <a class="masthead__home" href={href}>
        <Mark />
        <bdi>{title}</bdi>
      </a>
      {environment ? (
        <span class="environment" data-environment={environment}>
          {environment}
        </span>
      ) : null}
      <div class="masthead__end">{children}</div>
    </div>
  )
}

/** The first lines of a page: the heading, and its buttons at the end of the line. */
export function PageHead({
  title,
  note,
  children,
}: {
  title: Child
  note?: Child
  children?: Child
}): View {
  return (
    <div class="page-head">
      <div>
        <h1>{title}</h1>
        {note === undefined ? null : <p class="page-head__note">{note}</p>}
      </div>
      {children === undefined ? null : <div class="page-head__actions">{children}</div>}
    </div>
  )
}
