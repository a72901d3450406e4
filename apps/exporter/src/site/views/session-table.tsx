/** Sessions of a member as a table, with a button that ends each. */
import { type Column, DataTable, PostButton, Time, type View } from '@howdah/web/views'
import type { ListedSession } from '../sessions/session-list.ts'
import { deviceWords } from '../words/device.ts'
import { words } from '../words/words.ts'

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
  const { columns: heads, methods, thisOne, end } = words().sessions
  return [
    {
      label: heads.browser,
      isRowHead: true,
      cell: ({ id, userAgent }) => (
        <>
          {deviceWords(userAgent)} {id === currentId ? <strong>{thisOne}</strong> : null}
        </>
      ),
    },
    { label: heads.address, cell: ({ address }) => <code>{address}</code> },
    { label: heads.method, cell: ({ method }) => methods[method] },
    { label: heads.since, cell: ({ createdAt }) => <Time at={createdAt} now={now} /> },
    { label: heads.seen, cell: ({ usedAt }) => <Time at={usedAt} now={now} /> },
    {
      label: heads.actions,
      cell: (session) =>
        session.id === currentId ? null : (
          <PostButton
            action={`${base}/${session.id}/end`}
            label={end}
            about={deviceWords(session.userAgent)}
            isSmall
          />
        ),
    },
  ]
}
