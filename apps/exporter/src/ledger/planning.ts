/** When an export starts: at once, at a chosen time, or when the off-peak window opens. Pure. */
import { isInWindow, nextOpening, type ExportWindow } from '../config/export-window.ts'
import type { WaitsFor } from './types.ts'

const DAY_MS = 86_400_000
/** Those that wait for the window enter their queue within its first minute, as they were asked. */
const ENTRY_MS = 60_000

export interface WindowRule {
  /** Null: exports start at any time. */
  readonly window: ExportWindow | null
  /** What is expected to be smaller starts at any time. */
  readonly skipBelowBytes: number
}

/** `runsAt` null: at once. With `waitsFor` it has to start before the window closes. */
export interface Plan {
  readonly runsAt: Date | null
  readonly waitsFor: WaitsFor | null
}

export interface PlanRequest {
  readonly estimatedBytes: number
  /** A time that somebody chose; it wins over the window. */
  readonly runsAt?: Date | undefined
  /** An administrator wants it at once, whatever the hour. */
  readonly isUrgent?: boolean | undefined
  readonly now: Date
}

export function planStart(rule: WindowRule, request: PlanRequest): Plan {
  const { now, runsAt } = request
  if (runsAt !== undefined) return { runsAt, waitsFor: 'time' }
  const { window } = rule
  const isFree = request.isUrgent === true || request.estimatedBytes < rule.skipBelowBytes
  if (window === null || isFree) return { runsAt: null, waitsFor: null }
  if (isInWindow(window, now)) return { runsAt: null, waitsFor: 'window' }
  return { runsAt: entryTime(nextOpening(window, now), now), waitsFor: 'window' }
}

/** In the first minute of the window, the earlier the longer ago it was asked for. */
function entryTime(opening: Date, askedAt: Date): Date {
  const sinceMs = askedAt.getTime() - (opening.getTime() - DAY_MS)
  const share = Math.min(1, Math.max(0, sinceMs / DAY_MS))
  return new Date(opening.getTime() + Math.floor(share * (ENTRY_MS - 1)))
}

/**
 * Start times for many exports, one after the other so far apart, each within the window where
 * there is one.
 */
export function spreadStarts(
  window: ExportWindow | null,
  plan: { readonly count: number; readonly from: Date; readonly spacingMs: number },
): readonly Date[] {
  const starts: Date[] = []
  let atMs = plan.from.getTime()
  for (let index = 0; index < plan.count; index += 1) {
    const at = window === null ? new Date(atMs) : nextOpening(window, new Date(atMs))
    starts.push(at)
    atMs = at.getTime() + plan.spacingMs
  }
  return starts
}
