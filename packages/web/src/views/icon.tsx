/**
 * Icons: small line drawings, written into the page as SVG.
 *
 * They never carry meaning alone: each stands beside a word and is hidden from screen readers.
 * One path a name keeps a page small; a list of many rows has each drawing once and refers to it.
 */

import type { View } from './view.ts'

/** Path data on a 16 × 16 grid, drawn with a 1.6 px line in the colour of the text. */
const PATHS = {
  pending: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2ZM8 4.9V8l2.1 1.5',
  scheduled: 'M2.8 3.6h10.4v9.8H2.8ZM2.8 6.7h10.4M5.4 2v2.6M10.6 2v2.6',
  running: 'M13.5 8A5.5 5.5 0 1 1 10.6 3.1',
  retrying: 'M12.9 6.2A5.4 5.4 0 1 0 13.4 9M13.2 2.6v3.8H9.4',
  failed: 'M4 4l8 8M12 4l-8 8',
  stuck: 'M8 2.3 14.3 13.4H1.7ZM8 6.5v3.2M8 11.6v.1',
  done: 'M3 8.6l3.3 3.3L13 4.6',
  expired:
    'M4 2.4h8M4 13.6h8M5 2.4c0 3.4 6 3.6 6 5.6s-6 2.2-6 5.6M11 2.4C11 5.8 5 6 5 8s6 2.2 6 5.6',
  cancelled: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2ZM4 4l8 8',
  info: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2ZM8 7.4v3.4M8 5.2v.1',
  warning: 'M8 2.3 14.3 13.4H1.7ZM8 6.5v3.2M8 11.6v.1',
  arrow: 'M6 3.6 10.4 8 6 12.4',
  back: 'M10 3.6 5.6 8l4.4 4.4',
  paused: 'M5.6 3.6v8.8M10.4 3.6v8.8',
  download: 'M8 2.4v7.4M4.8 6.8 8 10l3.2-3.2M2.8 13.2h10.4',
  external: 'M9.2 2.8h4v4M13 3 7.6 8.4M6.4 3.6H3v9.4h9.4V9.6',
} as const

/** The names of the drawings. */
export type IconName = keyof typeof PATHS

/** Point along the line of writing, so they turn around where that does. */
const TURNING: readonly IconName[] = ['arrow', 'back']

/** What an icon shows. */
export interface IconProps {
  readonly name: IconName
  /** In lists: `SharedIcons` above has the drawing, and this only refers to it. Default: no. */
  readonly isShared?: boolean
}

/** One icon, 16 px, decorative: the word beside it says the meaning. */
export function Icon({ name, isShared = false }: IconProps): View {
  if (isShared) {
    return (
      <svg class="icon" aria-hidden="true">
        <use href={`#i-${name}`} />
      </svg>
    )
  }
  return (
    <svg
      class={TURNING.includes(name) ? `icon icon--${name}` : 'icon'}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}

/** The drawings that icons with `isShared` refer to: once a page, in the part that the list stands in. */
export function SharedIcons({ names }: { names: readonly IconName[] }): View {
  return (
    <svg class="visually-hidden" aria-hidden="true">
      {names.map((name) => (
        <symbol id={`i-${name}`} viewBox="0 0 16 16">
          <path d={PATHS[name]} />
        </symbol>
      ))}
    </svg>
  )
}
