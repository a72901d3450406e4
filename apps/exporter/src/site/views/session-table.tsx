/** Sessions of a member as a table, with a button that ends each. */
import { type Column, DataTable, PostButton, Time, type View } from '@howdah/web/views'
import type { ListedSession } from '../sessions/session-list.ts'
import type { SignInMethod } from '../sessions/session-store.ts'
import { deviceWords } from '../words/device.ts'

const METHODS: Readonly<Record<SignInMethod, string>> = {
  password: 'password',
  oauth: 'account of the instance',
  link: 'one-time link',
}

export interface SessionTableProps {
  readonly sessions: readonly ListedSession[]
  readonly caption: string
  /** The session of this very page, which has no button. */
  readonly currentId?: string
  /** Where the buttons post to: `<base>/<id>/end`. */
  readonly base: string
  readonly now: Date
}

export function SessionTable(props: SessionTableProps): View {
  const { sessions, caption } = props
  return (
    <DataTable
      caption={caption}
      columns={columns(props)}
      rows={sessions}
      rowKey={(session) => session.id}
    />
  )
}

function columns({ base, currentId, now }: SessionTableProps): Column<ListedSession>[] {
  return [
    {
      label: 'Browser',
      isRowHead: true,
      cell: ({ id, userAgent }) => (
        <>
          {deviceWords(userAgent)} {id === currentId ? <strong>(this one)</strong> : null}
        </>
      ),
    },
    { label: 'Address', cell: ({ address }) => <code>{address}</code> },
    { label: 'Logged in by', cell: ({ method }) => METHODS[method] },
    { label: 'Since', cell: ({ createdAt }) => <Time at={createdAt} now={now} /> },
    { label: 'Last seen', cell: ({ usedAt }) => <Time at={usedAt} now={now} /> },
    {
      label: 'Actions',
      cell: (session) =>
        session.id === currentId ? null : (
          <PostButton
            action={`${base}/${session.id}/end`}
            label="Log out"
            about={deviceWords(session.userAgent)}
            isSmall
          />
        ),
    },
  ]
}
