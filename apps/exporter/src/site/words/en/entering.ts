/** Ways in: log-in, one-time links, the instance's own page; and out. */

export const entering = {
  title: 'Log in',
  note: (domain: string) =>
    `With your ${domain} account. Suspended, moved or frozen? The administrators can send you a one-time link.`,
  withInstance: (domain: string) => `Log in with ${domain}`,
  email: 'E-mail address',
  password: 'Password',
  button: 'Log in',
  loggedOut: 'You are logged out.',
  refusals: {
    wrong: 'The e-mail address or the password is not right.',
    secondFactor: (domain: string) =>
      `Your account uses two-factor authentication, so your password alone must not open it here. Please log in with ${domain} instead, or ask its administrators for a one-time link.`,
    memorial: 'This account is a memorial, so nobody can log in to it.',
    tooMany: (minutes: number) => `Too many tries. Please wait ${minutes} min and try again.`,
    notOurs:
      'That log-in did not begin in this browser, or took longer than ten minutes. Please try again.',
    denied: (domain: string) => `${domain} did not confirm the log-in. Please try again.`,
    memberRefused: (domain: string) =>
      `${domain} does not let this account use its API, because it is suspended, moved, frozen or not confirmed. Its data are still yours: ask the administrators for a one-time link.`,
    stranger: (domain: string) =>
      `The account that ${domain} names is not in the database of this service. Its administrators need to check HOWDAH_MASTODON_URL.`,
    forgotten: (domain: string) => `${domain} had forgotten this service. Please try again.`,
    unreachable: (domain: string) =>
      `${domain} does not answer right now. Please try again in a minute.`,
    someoneElse: (domain: string, member: string) =>
      `${domain} did not confirm that you are ${member}, so nothing was done. Please go back and try again.`,
  },
  link: {
    title: 'Your data',
    note: (account: string) =>
      `This link lets you request and download the data of ${account}. It works once.`,
    button: 'Open my data',
    usedUp:
      'This link was used already, or its time is over. Ask the administrators for a new one.',
  },
}
