/**
 * Profiles: recordings of where single runs spent their time, to download.
 */

import { ProfileSet } from '@howdah/engine/api'
import type { ProfileRecord } from '@howdah/engine/api'
import { withSecurityHeaders } from '../http/security-headers.ts'
import { PageHead } from '../views/document.tsx'
import { EmptyState } from '../views/flash.tsx'
import { shortName } from '../views/job-cells.tsx'
import { formatBytes, formatSpan } from '../views/numbers.ts'
import { DataTable } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { jobHref } from './job-place.ts'
import { showPage } from './show.tsx'

const MOST_PROFILES = 100

/** `GET /profiles` */
export async function profilesPage(context: PageContext): Promise<Response> {
  // One more than is shown, to know whether there are more.
  const found = await ProfileSet.fetch(context.redis, { limit: MOST_PROFILES + 1 })
  const text = words()
  return showPage(context, {
    title: text.more.profiles,
    children: (
      <>
        <PageHead title={text.more.profiles} note={text.profiles.note} />
        {found.length === 0 ? (
          <EmptyState title={text.profiles.none}>
            <p>{text.profiles.noneMore}</p>
          </EmptyState>
        ) : (
          <ProfileTable context={context} profiles={found.slice(0, MOST_PROFILES)} />
        )}
        {found.length > MOST_PROFILES ? <p class="soft">{text.profiles.more}</p> : null}
        {found.length > 0 ? <p class="soft prose">{text.profiles.how}</p> : null}
      </>
    ),
  })
}

function ProfileTable(props: { context: PageContext; profiles: readonly ProfileRecord[] }): View {
  const { context, profiles } = props
  const text = words().profiles
  const { basePath, now } = context
  return (
    <DataTable
      caption={words().more.profiles}
      rows={profiles}
      rowKey={(row) => row.key}
      columns={[
        {
          label: text.created,
          kind: 'tight',
          cell: ({ startedAt }) => <Time at={startedAt} now={now} />,
        },
        {
          label: text.class,
          isRowHead: true,
          cell: ({ type }) => (
            <a href={`${basePath}/metrics/${encodeURIComponent(type.toWellFormed())}`}>
              {shortName(type)}
            </a>
          ),
        },
        {
          label: text.job,
          cell: ({ jid }) => (
            <a href={jobHref(context, jid)}>
              <code>{shortName(jid)}</code>
            </a>
          ),
        },
        { label: text.token, cell: ({ token }) => shortName(token) },
        {
          label: text.took,
          kind: 'number',
          cell: ({ elapsedSeconds }) => formatSpan(elapsedSeconds * 1_000),
        },
        { label: text.size, kind: 'number', cell: ({ sizeBytes }) => formatBytes(sizeBytes) },
        {
          label: text.download,
          kind: 'actions',
          hasHiddenHead: true,
          cell: ({ key, type }) => (
            <a href={`${basePath}/profiles/${encodeURIComponent(key.toWellFormed())}`} download="">
              {text.download}
              <span class="visually-hidden"> {shortName(type)}</span>
            </a>
          ),
        },
      ]}
    />
  )
}

/** `GET /profiles/:key`: the recording as a file. */
export async function profileData(context: PageContext, key: string): Promise<Response> {
  // Only what the list names: other keys of this Redis are nobody's profile.
  const data = (await ProfileSet.has(context.redis, key))
    ? await ProfileSet.data(context.redis, key)
    : null
  if (data === null) return notFoundPage(context, words().profiles.gone)
  const name = key.replaceAll(/[^\w.-]/gu, '_').slice(0, 100)
  const headers = {
    'content-type': 'application/gzip',
    'content-disposition': `attachment; filename="${name}.cpuprofile.gz"`,
  }
  return withSecurityHeaders(new Response(new Uint8Array(data), { headers }))
}
