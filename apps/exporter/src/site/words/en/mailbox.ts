/** Administration → Mail: messages that were written as files. */

export const mailbox = {
  title: 'Mail',
  throughServer: (server: string) =>
    `Messages leave through the mail server ${server}, so there is nothing to read here.`,
  throughProgram: (path: string) =>
    `Messages leave through the program ${path}, so there is nothing to read here.`,
  noServer:
    'No mail server is configured (SMTP_SERVER), so messages are written as files and shown here.',
  none: 'No messages yet',
  noneNote: 'When an archive is ready, the message to its member appears here.',
  columns: { to: 'To', subject: 'Subject', written: 'Written' },
  caption: 'Messages, newest first',
  noSuch: 'There is no such message.',
  message: 'Message',
  from: 'From',
  source: 'Source',
}
