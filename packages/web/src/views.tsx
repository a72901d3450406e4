/**
 * Door "@howdah/web/views": the shared look, for pages beside the console.
 *
 * Components render on the server (hono/jsx) and work without JavaScript. The one style sheet is
 * `assets/howdah.css`; its tokens and classes are public too, see the comments at its top.
 */

export { assetHref, assetResponse, fingerprintOf, serveAsset } from './views/assets.ts'
export type { AssetName } from './views/assets.ts'
export { Backtrace } from './views/backtrace.tsx'
export { Badge, stateWord, Tag } from './views/badge.tsx'
export type { BadgeProps, BadgeState, TagTone } from './views/badge.tsx'
export { clip, escapedLength, fairShare } from './views/clip.ts'
export { Document, Masthead, PageHead } from './views/document.tsx'
export type { DocumentProps, MastheadProps } from './views/document.tsx'
export { EmptyState, Flash, Notice } from './views/flash.tsx'
export type { FlashMessage, NoticeTone } from './views/flash.tsx'
export { buttonClass, Field, PostButton } from './views/form.tsx'
export type { ButtonTone, FieldProps, PostButtonProps } from './views/form.tsx'
export { Histogram } from './views/histogram.tsx'
export { LineChart } from './views/line-chart.tsx'
export type { ChartMark, ChartSeries, LineChartProps } from './views/line-chart.tsx'
export { RowMenu } from './views/row-menu.tsx'
export { Icon } from './views/icon.tsx'
export type { IconName } from './views/icon.tsx'
export { CodeBlock, CopyButton, JsonBlock, JsonView } from './views/json-view.tsx'
export type { JsonViewProps } from './views/json-view.tsx'
export { LiveControl } from './views/live-control.tsx'
export { Mark } from './views/mark.tsx'
export {
  formatBytes,
  formatCount,
  formatDuration,
  formatRelative,
  plural,
} from './views/numbers.ts'
export { Pagination } from './views/pagination.tsx'
export type { PageWindow, PaginationProps } from './views/pagination.tsx'
export { prettyJson } from './views/pretty-json.ts'
export { Progress } from './views/progress.tsx'
export type { ProgressState } from './views/progress.tsx'
export { DataTable } from './views/table.tsx'
export type { Column, DataTableProps } from './views/table.tsx'
export type { View } from './views/view.ts'
export { formatMoment, Time } from './views/time.tsx'
export type { TimeProps } from './views/time.tsx'

export { isolate } from './language/bidi.ts'
export { catalogue, forms } from './language/catalogue.tsx'
export type { Forms, Translations, WordsLike } from './language/catalogue.tsx'
export { dateFormat, formatNumber, readerZone } from './language/formats.ts'
export { languageOf, LANGUAGES } from './language/languages.ts'
export type { Language, LanguageFacts } from './language/languages.ts'
export { preferencesCookie, readPreferences } from './language/preferences.ts'
export type { Preferences } from './language/preferences.ts'
export { currentReader, ENGLISH, readerFor, writeFor } from './language/reader.ts'
export type { Reader } from './language/reader.ts'

export { maskAddresses } from './redaction/redactor.ts'

export { clearFlash, flashCookie, readFlash } from './http/flash-cookie.ts'
export { htmlResponse } from './http/html-response.ts'
export { RateLimit } from './http/rate-limit.ts'
export { isFromThisSite, refuseCrossSite } from './http/same-origin.ts'
export type { SameOriginOptions } from './http/same-origin.ts'
export { SECURITY_HEADERS, withSecurityHeaders } from './http/security-headers.ts'
