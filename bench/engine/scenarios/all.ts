/** All scenarios, in the order in which they run. */
import type { Scenario } from '../bench.ts'
import { drain } from './drain.ts'
import { idle } from './idle.ts'
import { lateness } from './lateness.ts'
import { latency } from './latency.ts'
import { memory } from './memory.ts'
import { million } from './million.ts'
import { pickup } from './pickup.ts'
import { push } from './push.ts'
import { recovery } from './recovery.ts'
import { scheduled } from './scheduled.ts'
import { two } from './two.ts'

export const SCENARIOS: readonly Scenario[] = [
  drain,
  million,
  two,
  push,
  pickup,
  latency,
  recovery,
  scheduled,
  lateness,
  idle,
  memory,
]
