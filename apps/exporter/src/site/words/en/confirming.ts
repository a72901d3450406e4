/** Proving who one is, before what cannot be undone. */

export const confirming = {
  title: 'Confirm that it is you',
  forgotten: (minutes: number) =>
    `What was asked for is no longer known: it is older than ${minutes} minutes, was done already, or something else was asked for since. Nothing was done now; go back and ask again.`,
  forArchive: (minutes: number) =>
    `An archive holds private posts. For ${minutes} minutes you are not asked again.`,
  now: (act: string) => `You have confirmed it. Now: ${act}.`,
  afterwards: (act: string, minutes: number) =>
    `Then this is done: ${act}. For ${minutes} minutes you are not asked again.`,
  wrong: 'That is not your password. Nothing was done.',
  noWay: 'This session cannot confirm who you are. Log out, log in again, and go back there.',
  logInAgain: (domain: string) => `Log in with ${domain} again`,
  password: 'Your password',
  button: 'Confirm',
  goOn: 'Go on',
}
