/**
 * Times: by which clock somebody reads the pages – UTC, that of a zone, or as distances. Kept in this
 * browser, beside the language and what the console's settings hold.
 */
import {
  buttonClass,
  ClockFields,
  currentReader,
  PageHead,
  parsePreferences,
  type Preferences,
  preferencesCookie,
  readPreferences,
} from '@howdah/web/views'
import type { SiteContext, SiteDeps } from '../context.ts'
import { readForm } from '../http/form.ts'
import { localPath } from '../http/safe-return.ts'
import { seeOther } from '../http/see-other.ts'
import { errorPage } from '../views/error-page.tsx'
import { sitePage, TIMES_PATH } from '../views/site-page.tsx'
import { words } from '../words/words.ts'

/** GET /settings/times: `next` is the page to come back to. */
export function showTimes(c: SiteContext, deps: SiteDeps): Promise<Response> {
  const next = localPath(c.req.query('next'))
  return timesPage(c, deps, { next, chosen: currentReader().preferences })
}

/** POST /settings/times: `time`, `zone`, `next`. */
export async function postTimes(c: SiteContext, deps: SiteDeps): Promise<Response> {
  const form = await readForm(c.req.raw)
  if (form === null) return errorPage(c, deps, 400)
  const next = localPath(form.get('next'))
  const zone = form.get('zone').trim()
  const { time, timeZone } = parsePreferences(new URLSearchParams({ time: form.get('time'), zone }))
  const text = words().times
  if (timeZone === null && (zone !== '' || time === 'local')) {
    const zoneError = zone === '' ? text.noZone : text.unknownZone
    return timesPage(c, deps, { next, chosen: { time, timeZone: zone }, zoneError })
  }
  const response = seeOther(next, { tone: 'ok', text: text.saved })
  const preferences = { ...readPreferences(c.req.raw), time, timeZone }
  response.headers.append('set-cookie', preferencesCookie(preferences))
  return response
}

interface TimesProps {
  readonly next: string
  readonly chosen: Pick<Preferences, 'time' | 'timeZone'>
  /** What is wrong with the zone: the answer is 422 then. */
  readonly zoneError?: string
}

function timesPage(c: SiteContext, deps: SiteDeps, props: TimesProps): Promise<Response> {
  const { title, note, save } = words().times
  const { next, chosen, zoneError } = props
  return sitePage(c, deps, {
    title,
    status: zoneError === undefined ? 200 : 422,
    children: (
      <>
        <PageHead title={title} note={note} />
        <form method="post" action={TIMES_PATH} class="card form stack narrow">
          <input type="hidden" name="next" value={next} />
          <ClockFields preferences={chosen} {...(zoneError === undefined ? {} : { zoneError })} />
          <div>
            <button type="submit" class={buttonClass('primary')}>
              {save}
            </button>
          </div>
        </form>
      </>
    ),
  })
}
