/**
 * Administration → Mail: the messages written as files where no mail server is configured, as in
 * the demo. With a mail server the page says that messages leave through it.
 */
import { type Column, DataTable, EmptyState, PageHead, Time, type View } from '@howdah/web/views'
import { listMail, type MailSummary, readMail, type StoredMail } from '../../mail/mailbox.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { sitePage } from '../views/site-page.tsx'

const LIST_LENGTH = 100

/** GET /admin/mail */
export async function showMail(c: SiteContext, deps: SiteDeps, viewer: Viewer): Promise<Response> {
  const { smtp, mailDirectory } = deps.config
  const messages = smtp ? [] : await listMail(mailDirectory, { limit: LIST_LENGTH })
  await noteMail(c, deps, { viewer, messages })
  return sitePage(c, deps, {
    title: 'Mail',
    menu: '/admin/mail',
    children: (
      <>
        <PageHead
          title="Mail"
          note={
            smtp
              ? `Messages leave through the mail server ${smtp.host}:${smtp.port}, so there is nothing to read here.`
              : 'No mail server is configured (SMTP_SERVER), so messages are written as files and shown here.'
          }
        />
        {smtp ? null : <Messages messages={messages} now={c.get('now')} />}
      </>
    ),
  })
}

function Messages({ messages, now }: { messages: readonly MailSummary[]; now: Date }): View {
  if (messages.length === 0) {
    return (
      <EmptyState title="No messages yet">
        <p>When an archive is ready, the message to its member appears here.</p>
      </EmptyState>
    )
  }
  const columns: Column<MailSummary>[] = [
    { label: 'To', isRowHead: true, cell: (mail) => <span class="email">{mail.to}</span> },
    {
      label: 'Subject',
      kind: 'wide',
      cell: (mail) => <a href={`/admin/mail/${encodeURIComponent(mail.id)}`}>{mail.subject}</a>,
    },
    { label: 'Written', cell: (mail) => <Time at={mail.sentAt} now={now} /> },
  ]
  return <DataTable caption="Messages, newest first" columns={columns} rows={messages} />
}

/** GET /admin/mail/:id */
export async function showMessage(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const mail = deps.config.smtp
    ? null
    : await readMail(deps.config.mailDirectory, c.req.param('id') ?? '')
  if (mail === null) return errorPage(c, deps, 404, { text: 'There is no such message.' })
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
  return (
    <>
      <nav aria-label="You are here">
        <ol class="crumbs">
          <li>
            <a href="/admin/mail">Mail</a>
          </li>
          <li aria-current="page">Message</li>
        </ol>
      </nav>
      <PageHead title={mail.subject} />
      <section class="card" aria-label="Message">
        <dl class="facts">
          <div>
            <dt>From</dt>
            <dd>{mail.from}</dd>
          </div>
          <div>
            <dt>To</dt>
            <dd>{mail.to}</dd>
          </div>
          <div>
            <dt>Written</dt>
            <dd>
              <Time at={mail.sentAt} now={now} />
            </dd>
          </div>
        </dl>
        <div class="mail-text">{linkify(mail.text)}</div>
      </section>
      <details class="disclosure card">
        <summary>
          <span>Source</span>
        </summary>
        <pre class="code" tabindex={0}>
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
