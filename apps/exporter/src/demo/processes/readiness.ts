/** Waits until the parts of the demo answer. */
import type { Child } from './child.ts'
import { DemoStartError } from '../start-error.ts'

const POLL_INTERVAL_MS = 100
const TIMEOUT_MS = 90_000

/** A process that died so often at its start will not get better by waiting. */
const HOPELESS_FAILURES = 3

/**
 * Asks again and again until the answer is yes.
 *
 * @throws DemoStartError when the process keeps dying, or after a minute and a half.
 */
export async function untilReady(child: Child, isReady: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS
  while (!(await isReady())) {
    if (child.failures >= HOPELESS_FAILURES || Date.now() > deadline) {
      const lines = child.lastOutput.trim()
      throw new DemoStartError(`"${child.name}" does not start. The last it said:\n${lines}`)
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS))
  }
}

/** True when the page answers, whatever it says to a stranger. */
export async function pageAnswers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual' })
    await response.arrayBuffer()
    return response.status < 500
  } catch {
    return false // Not listening yet.
  }
}
