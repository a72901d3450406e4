/**
 * Pagination by offset: which rows these are, and the way to the next and the one before.
 */

import { words } from '../words/words.ts'
import type { View } from './view.ts'
import { Icon } from './icon.tsx'
import { formatCount } from './numbers.ts'

/** Where a page lies in its list. Page numbers start at 1. */
export interface PageWindow {
  readonly page: number
  readonly size: number
  readonly total: number
}

/** What the pagination shows. */
export interface PaginationProps {
  readonly window: PageWindow
  /** The noun of the rows in the plural, in the language of the reader: "jobs". */
  readonly noun: string
  /** The address of a page. */
  readonly href: (page: number) => string
}

/** "26–50 of 1,204 jobs" with links; only the sentence when all fit on one page. */
export function Pagination({ window, noun, href }: PaginationProps): View {
  const { page, size, total } = window
  const first = total === 0 ? 0 : (page - 1) * size + 1
  const last = Math.min(page * size, total)
  const range = first === last ? formatCount(first) : `${formatCount(first)}–${formatCount(last)}`
  const { pagesOf, rangeOf, previous, next } = words().shell
  const pages = Math.max(1, Math.ceil(total / size))
  return (
    <nav class="pagination" aria-label={pagesOf(noun)}>
      <span class="pagination__range">{rangeOf(range, formatCount(total), noun)}</span>
      {pages === 1 ? null : (
        <span class="pagination__links">
          <PageLink isOn={page > 1} href={href(page - 1)} label={previous} rel="prev" />
          <PageLink isOn={page < pages} href={href(page + 1)} label={next} rel="next" />
        </span>
      )}
    </nav>
  )
}

interface PageLinkProps {
  readonly isOn: boolean
  readonly href: string
  readonly label: string
  readonly rel: 'prev' | 'next'
}

function PageLink({ isOn, href, label, rel }: PageLinkProps): View {
  const icon = <Icon name={rel === 'prev' ? 'back' : 'arrow'} />
  const content = rel === 'prev' ? [icon, label] : [label, icon]
  if (!isOn) {
    return (
      <span class="button button--small" aria-disabled="true">
        {content}
      </span>
    )
  }
  return (
    <a class="button button--small" href={href} rel={rel}>
      {content}
    </a>
  )
}
