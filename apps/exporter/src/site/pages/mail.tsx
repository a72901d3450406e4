/**
 * Administration → Mail: the messages written as files where no mail server is configured, as in
 * the demo. With a mail server, or the program sendmail, the page says that messages leave through it.
 */
import {
  Crumbs,
  DataTable,
  EmptyState,
  FactList,
  PageHead,
  Time,
  type Column,
  type View,
} from '@howdah/web/views'
import { listMail, type MailSummary, readMail, type StoredMail } from '../../mail/mailbox.ts'
import { mailRoute } from '../../mail/mailer.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { sitePage } from '../views/site-page.tsx'
import { words } from '../words/words.ts'

const LIST_LENGTH = 100

/** GET /admin/mail */
export async function showMail(c: SiteContext, deps: SiteDeps, viewer: Viewer): Promise<Response> {
  const route = mailRoute(deps.config)
  const { mailDirectory } = deps.config
  const messages = route !== null ? [] : await listMail(mailDirectory, { limit: LIST_LENGTH })
  await noteMail(c, deps, { viewer, messages })
  const { title } = words().mailbox
  return sitePage(c, deps, {
    title,
    menu: '/admin/mail',
    children: (
      <>
        <PageHead title={title} note={wayOf(deps, route)} />
        {route !== null ? null : <Messages messages={messages} now={c.get('now')} />}
      </>
    ),
  })
}

function wayOf({ config }: SiteDeps, route: string | null): string {
  const { noServer, throughServer, throughProgram } = words().mailbox
  if (route === null) return noServer
  return config.sendmail === null ? throughServer(route) : throughProgram(route)
}

function Messages({ messages, now }: { messages: readonly MailSummary[]; now: Date }): View {
  const { none, noneNote, columns: heads, caption } = words().mailbox
  if (messages.length === 0) {
    return (
      <EmptyState title={none}>
        <p>{noneNote}</p>
      </EmptyState>
    )
  }
  const columns: Column<MailSummary>[] = [
    { label: heads.to, isRowHead: true, cell: (mail) => <bdi class="email">{mail.to}</bdi> },
    {
      label: heads.subject,
      kind: 'wide',
      cell: (mail) => (
        <a href={`/admin/mail/${encodeURIComponent(mail.id)}`}>
          <bdi>{mail.subject}</bdi>
        </a>
      ),
    },
    { label: heads.written, cell: (mail) => <Time at={mail.sentAt} now={now} /> },
  ]
  return <DataTable caption={caption} columns={columns} rows={messages} />
}

/** GET /admin/mail/:id */
export async function showMessage(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const isSent = mailRoute(deps.config) !== null
  const mail = isSent ? null : await readMail(deps.config.mailDirectory, c.req.param('id') ?? '')
  if (mail === null) return errorPage(c, deps, 404, { text: words().mailbox.noSuch })
  await noteMail(c, deps, { viewer, messages: [mail] })
  return sitePage(c, deps, {
    title: mail.subject,
    menu: '/admin/mail',
    children: <Message mail={mail} now={c.get('now')} />,
  })
}

/** Messages carry addresses, and perhaps the way to an archive. */
function noteMail(
  c: SiteContext,
  { ledger }: SiteDeps,
  { viewer, messages }: { viewer: Viewer; messages: readonly MailSummary[] },
): Promise<void> {
  return ledger.look({
    actor: viewer.member.username,
    what: 'addresses',
    page: c.req.path,
    things: messages.filter(({ to }) => to !== viewer.member.email).map(({ id }) => [`mail ${id}`]),
  })
}

function Message({ mail, now }: { mail: StoredMail; now: Date }): View {
  const text = words().mailbox
  return (
    <>
      <Crumbs href="/admin/mail" label={text.title} name={text.message} />
      <PageHead title={<bdi>{mail.subject}</bdi>} />
      <section class="card" aria-label={text.message}>
        <FactList
          facts={[
            [text.from, <bdi>{mail.from}</bdi>],
            [text.columns.to, <bdi>{mail.to}</bdi>],
            [text.columns.written, <Time at={mail.sentAt} now={now} />],
          ]}
        />
        <div class="mail-text" dir="auto">
          {linkify(mail.text)}
        </div>
      </section>
      <details class="disclosure card">
        <summary>
          <span>{text.source}</span>
        </summary>
        <pre class="code" dir="ltr" tabindex={0}>
          {mail.source}
        </pre>
      </details>
    </>
  )
}

/** Text with its web addresses as links; everything stays escaped text. */
function linkify(text: string): (string | View)[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) => (index % 2 === 1 ? <a href={part}>{part}</a> : part))
}
