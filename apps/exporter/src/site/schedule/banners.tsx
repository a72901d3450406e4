/**
 * The sentences above the schedule: only what is worth acting on.
 */
import { Notice, Time, type View } from '@howdah/web/views'
import { commandToServe } from '../../ledger/known-queues.ts'
import { words } from '../words/words.ts'
import type { SchedulePageProps } from './schedule-page.tsx'

/** The sentences above the list: only what is worth acting on. */
export function Banners(
  props: Pick<
    SchedulePageProps,
    'live' | 'answeredAt' | 'unserved' | 'counts' | 'basePath' | 'restartCommand' | 'now'
  >,
): View {
  const { live, unserved, counts, basePath } = props
  const { stuck, failed } = counts
  const clock = live?.named(live.usual)
  const text = words().schedule.banners
  return (
    <div class="notices">
      {live === null ? <SilentRedis since={props.answeredAt} now={props.now} /> : null}
      {unserved.map((one) => (
        <Notice tone="warn">
          <p>
            {text.unserved(one.queue.name, one.exports)}{' '}
            <code class="command" dir="ltr">
              {commandToServe(one.queue.name, live?.usual ?? '')}
            </code>
          </p>
        </Notice>
      ))}
      {clock && clock.overdue > 0 ? (
        <Notice tone="warn">
          <p>
            {text.overdue(clock.overdue, clock.pollers > 0)}{' '}
            <code class="command" dir="ltr">
              {props.restartCommand}
            </code>
          </p>
        </Notice>
      ) : null}
      {stuck + failed > 0 ? (
        <Notice tone="danger">
          <p>
            {attentionWords(stuck, failed)}{' '}
            <a href={`${basePath}/exports?state=${stuck > 0 ? 'stuck' : 'failed'}`}>{text.show}</a>
          </p>
        </Notice>
      ) : null}
    </div>
  )
}

/** The banner while Redis is down; the ledger's pages go on working. */
export function SilentRedis({ since, now }: { since: Date | null; now: Date }): View {
  const { silent, silentSince, silentNote } = words().schedule.banners
  const time = <Time at={since} now={now} show="absolute" />
  return (
    <div data-away>
      <Notice tone="warn">
        <p>
          <strong>{since === null ? silent : silentSince(time)}</strong> {silentNote}
        </p>
      </Notice>
    </div>
  )
}

function attentionWords(stuck: number, failed: number): string {
  const text = words().schedule.banners
  if (stuck === 0) return `${text.failed(failed)}.`
  if (failed === 0) return `${text.stuck(stuck)}.`
  return `${text.both(text.stuck(stuck), text.failed(failed))}.`
}
