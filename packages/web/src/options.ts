/**
 * What the host application tells the console, and what the console tells it.
 */

import type { RedisClient } from '@howdah/engine'
import type { JobRecord } from '@howdah/engine/api'
import type { Child } from './jsx-runtime.ts'
import type { Language } from './language/languages.ts'
import type { LiveTopic } from './live/live-feed.ts'
import type { RedactionOptions } from './redaction/redactor.ts'
import type { BadgeState } from './views/badge.tsx'
import type { FlashMessage } from './views/flash.tsx'

/** Who looks at the console. */
export interface Viewer {
  readonly name: string
  /** Without it the console shows no buttons on jobs and refuses every POST. */
  readonly canAct: boolean
  /** Without it jobs, queues and processes do not exist, only the tabs of the host. Default true. */
  readonly canLook?: boolean
  /** Rights on tabs of the host by their path, `{ '/exports': 'look' }`; others follow `canAct`. */
  readonly tabs?: Readonly<Record<string, TabRight>>
  /** Without it e-mail addresses in jobs are masked. Default true. */
  readonly seesAddresses?: boolean
  /** Pages of the host that belong to the console's work, such as its audit: under ⋯. */
  readonly links?: readonly { readonly label: string; readonly href: string }[]
}

/** `none`: the tab does not exist; `look`: no buttons, and every POST is refused. */
export type TabRight = 'none' | 'look' | 'act'

/** What the host remembers of a job that is nowhere in Redis any more. */
export interface JobMemory {
  /** What it did: "Export 1093 of @ada". */
  readonly label: string
  readonly href: string
  readonly lastSeenAt: Date
  /** How what it did stands now. Left out: nothing is said of it. */
  readonly state?: BadgeState
}

/** What the host knows of a job's owner. */
export interface JobNote {
  /** Whose job it is: "@ada". */
  readonly label: string
  /** The owner's page. */
  readonly href: string
  /** Jobs with the same key do the same thing; all but the first are shown as duplicates. */
  readonly duplicateKey?: string
  /** The page of the export that the job makes. */
  readonly exportHref?: string
}

/** Content of a page inside the console's frame. */
export interface FramedContent {
  /** The page's own title; the console adds its own. */
  readonly title: string
  /** The content of `<main>`, with exactly one `<h1>`. */
  readonly children: Child
  readonly flash?: FlashMessage | null
  /** Default 200. */
  readonly status?: number
  /** The moment that the content is of, where that is some seconds ago. Default: now. */
  readonly asOf?: Date
  /** Whether the content may refresh itself every few seconds. Default false. */
  readonly isLive?: boolean
  /** What the content depends on; it is fetched again when one of these changes. Default: all. */
  readonly liveOn?: readonly LiveTopic[]
  /** More module scripts and style sheets of this origin, for this page only. */
  readonly scripts?: readonly string[]
  readonly stylesheets?: readonly string[]
  /** Where live content comes from, when there is a cheaper address than the page's own. */
  readonly liveHref?: string
}

/** What a tab of the host gets to answer with. */
export interface TabFrame {
  /** Who looks; `canAct` is the right to act in this tab. */
  readonly viewer: Viewer
  readonly basePath: string
  /** The one moment of this page, so that all its distances agree. */
  readonly now: Date
  /** The message left by the action before, if any; the frame shows it by itself. */
  readonly flash: FlashMessage | null
  /** Puts the content into the console's frame. */
  page(content: FramedContent): Promise<Response>
}

/** A tab that the host adds after Dashboard. It owns `path` and everything below it. */
export interface ConsoleTab {
  readonly label: string
  /** Below the console's base path: "/exports". */
  readonly path: string
  /** The key that leads there after `g`, for readers who want shortcuts: "e". */
  readonly shortcut?: string
  /** A page of the tab with numbers of its own, to which Metrics links: "/exports/numbers". */
  readonly metricsPath?: string
  /** What wants attention, shown in red; slow or failing answers are left out. */
  count?(request: Request): Promise<number>
  /**
   * A text that changes when what its pages show does. Asked once a second for all open pages together,
   * so it must be cheap; pages follow it under the topic `tab:` and the path.
   */
  changes?(): Promise<string>
  /** Answers GET and POST. A POST arrives only from this site and a viewer who may act. */
  handle(request: Request, frame: TabFrame): Promise<Response>
}

/** The verbs of `onAction`. */
export type ConsoleActionName =
  | 'retry'
  | 'run-now'
  | 'delete'
  | 'kill'
  | 'clear'
  | 'quiet'
  | 'stop'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'abort'
  | 'undo'
  | 'limit'
  | 'reset-limit'

/** Something a viewer did, told after it was done. */
export interface ConsoleAction {
  readonly viewer: Viewer
  readonly action: ConsoleActionName
  /** The jobs acted on; for "all" actions the first 1,000 at most. */
  readonly jids: readonly string[]
  /** How many jobs (or processes) it was in truth. */
  readonly count: number
  /** Where they were: "retry", "schedule", "dead", "queue:export", "limit:<name>", "periodic:<name>", or a process identity. */
  readonly from: string
  /** The operation it belongs to, where it acts on many jobs in slices, and why it was begun. */
  readonly operation?: string
  readonly reason?: string
  /** Of jobs that were put back: when each is due again, by jid. */
  readonly dueAt?: ReadonlyMap<string, Date>
  /** Where they went: "queue:export", "dead", or null when they are gone. */
  readonly to: string | null
}

/** Arguments of jobs that a viewer is about to be shown, with secrets hidden. */
export interface ConsoleLook {
  readonly viewer: Viewer
  /** The path of the page, without its query. */
  readonly page: string
  readonly jobs: readonly LookedAtJob[]
}

/** One of the jobs on a page. */
export interface LookedAtJob {
  readonly jid: string
  /** The label of the host's note on it, such as "@ada"; null where it has none. */
  readonly owner: string | null
}

/** Something that harms and cannot be undone, about to be done. */
export interface HarmfulAct {
  readonly action: ConsoleActionName
  /** What it does: "Clear queue export". */
  readonly label: string
  /** Where it was posted to, and what; posted again, it is done. */
  readonly path: string
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** Everything `createConsole` takes. */
export interface ConsoleOptions {
  readonly redis: RedisClient
  /** Where the console is mounted, "/sidekiq"; default the root. */
  readonly basePath?: string
  /** Beside the mark and at the end of every page title. */
  readonly title: string
  /** Shown in the bar; "production" stands out. */
  readonly environment?: string
  /**
   * Languages that pages come in because a browser asks for them. Default all five; name fewer where
   * the pages of your own tabs speak fewer. A reader may choose any in the settings.
   */
  readonly languages?: readonly Exclude<Language, 'en-XA'>[]
  /** Who asks; null answers 404, so that strangers learn nothing. */
  allow(request: Request): Promise<Viewer | null>
  /** The origin browsers see, when a proxy stands before the server. */
  readonly publicOrigin?: string
  /** Other databases with consoles of their own; `createConsoles` fills it. */
  readonly databases?: readonly { readonly label: string; readonly href: string }[]
  readonly backTo?: { readonly label: string; readonly href: string }
  /** Shown when the clock stands still: "systemctl restart sidekiq". */
  readonly restartCommand?: string
  /** Shown where more processes would help. Default "howdah work". */
  readonly workCommand?: string
  /** Notes on jobs by jid. Called once a page; a failure leaves the notes out. */
  describeJob?(jobs: readonly JobRecord[]): Promise<ReadonlyMap<string, JobNote>>
  /** Asked for a job that Redis does not know any more; a failure counts as no memory. */
  recallJob?(jid: string): Promise<JobMemory | null>
  readonly tabs?: readonly ConsoleTab[]
  /** What is hidden in jobs beside passwords, tokens, keys and their like. */
  readonly redaction?: Pick<RedactionOptions, 'keys' | 'allowedKeys'>
  /** How often a viewer (by name) may act, and search, in a minute. Default 120. */
  readonly actionsPerMinute?: number
  /**
   * How long Redis is searched for one page (milliseconds); what is left is a press of *continue* away.
   * Default 180, at least 100.
   */
  readonly searchMs?: number
  /**
   * Asked before a queue is cleared, all of a set or of a search is deleted, or a process is stopped:
   * null lets it be done; a response, such as a redirect to a page that asks for the password, puts it
   * off. Left out: it is done.
   */
  confirmIdentity?(request: Request, act: HarmfulAct): Promise<Response | null>
  onAction?(action: ConsoleAction): Promise<void>
  /**
   * Awaited once before each page that shows arguments of jobs, refreshed parts of pages included. When it
   * fails the page is refused: what cannot be recorded is not shown.
   */
  onLook?(look: ConsoleLook): Promise<void>
  /** Told of every error behind a 500 or 503 page and of failing callbacks. */
  onError?(error: unknown): void
  /** More style sheets for the host's tabs. */
  readonly stylesheets?: readonly string[]
}
