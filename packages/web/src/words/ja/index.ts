import { busy } from './busy.ts'
import { common } from './common.ts'
import { dashboard } from './dashboard.tsx'
import { errors } from './errors.ts'
import { failures } from './failures.ts'
import { history } from './history.ts'
import { identity } from './identity.ts'
import { job } from './job.tsx'
import { limits } from './limits.ts'
import { live } from './live.ts'
import { looks } from './looks.ts'
import { measures } from './measures.ts'
import { metrics } from './metrics.ts'
import { more } from './more.ts'
import { operations } from './operations.tsx'
import { periodic } from './periodic.ts'
import { profiles } from './profiles.ts'
import { queues } from './queues.tsx'
import { search } from './search.ts'
import { sets } from './sets.tsx'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { shortcuts } from './shortcuts.ts'
import { standalone } from './standalone.ts'

export const ja = {
  busy,
  common,
  dashboard,
  errors,
  failures,
  history,
  identity,
  job,
  limits,
  live,
  looks,
  measures,
  metrics,
  more,
  operations,
  periodic,
  profiles,
  queues,
  search,
  sets,
  settings,
  shell,
  shortcuts,
  standalone,
}
