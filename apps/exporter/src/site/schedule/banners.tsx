/**
 * The sentences above the schedule: only what is worth acting on.
 */
import { Notice, plural, type View } from '@howdah/web/views'
import type { SchedulePageProps } from './schedule-page.tsx'

/** The sentences above the list: only what is worth acting on. */
export function Banners(
  props: Pick<SchedulePageProps, 'live' | 'unserved' | 'counts' | 'basePath' | 'restartCommand'>,
): View {
  const { live, unserved, counts, basePath } = props
  const { stuck, failed } = counts
  const clock = live?.named(live.usual)
  return (
    <div class="notices">
      {live === null ? <SilentRedis /> : null}
      {unserved.map((one) => (
        <Notice tone="warn">
          <p>
            No worker listens to queue “{one.queue.name}”, so {plural(one.exports, 'export')} will
            not start. Start one: <code class="command">howdah work -q {one.queue.name}</code>
          </p>
        </Notice>
      ))}
      {clock && clock.overdue > 0 ? (
        <Notice tone="warn">
          <p>
            {plural(clock.overdue, 'scheduled job')} should have run already
            {clock.pollers === 0 ? ' and no process is polling' : ''}. Restart the service:{' '}
            <code class="command">{props.restartCommand}</code>
          </p>
        </Notice>
      ) : null}
      {stuck + failed > 0 ? (
        <Notice tone="danger">
          <p>
            {attentionWords(stuck, failed)}{' '}
            <a href={`${basePath}/exports?state=${stuck > 0 ? 'stuck' : 'failed'}`}>Show</a>
          </p>
        </Notice>
      ) : null}
    </div>
  )
}

/** The banner while Redis is down; the ledger's pages go on working. */
export function SilentRedis(): View {
  return (
    <Notice tone="warn">
      <p>
        <strong>Live queue state unavailable.</strong> Redis does not answer; this page shows what
        the ledger last knew, and actions may have to wait.
      </p>
    </Notice>
  )
}

function attentionWords(stuck: number, failed: number): string {
  const parts = []
  if (stuck > 0) parts.push(`${plural(stuck, 'export')} ${stuck === 1 ? 'is' : 'are'} stuck`)
  if (failed > 0) parts.push(`${plural(failed, 'export')} failed`)
  return `${parts.join(' and ')}.`
}
