/** What the console that stands alone says before anybody is let in. */

export const standalone = {
  openAs: (address: string) => `Open this console as ${address}.`,
  passwordNeeded: 'A password is needed.',
}
