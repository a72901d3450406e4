/** The pages nobody wants, and why something was refused. */

import { forms } from '../../language/catalogue.tsx'

export const errors = {
  notFound: 'Page not found',
  nothingHere: 'There is nothing at this address.',
  toDashboard: 'To the dashboard',
  broken: 'Something went wrong',
  brokenForStrangers: 'The page could not be made. Nothing was changed.',
  brokenNote: "This page could not be made. The reason is in the server's log.",
  refused: 'Refused',
  onlyLooking: 'You may look at this console, but not change anything.',
  malformedForm: 'The form is too large or malformed; nothing was changed.',
  crossSite: 'This request did not come from a page of this site, so nothing was changed.',
  onlyForms: 'Only HTML forms may be sent here, so nothing was changed.',
  tooMany: 'Too many at once',
  tooManyNote: (seconds: number) =>
    forms(seconds, {
      other: 'Nothing was done. Try again in # s; for many jobs at once use "all" or a search.',
    }),
  tooManyOpen: 'Too many open pages.',
  silent: 'Redis does not answer',
  silentNote:
    'The queues live in Redis, so they cannot be shown right now. Check that the Redis server runs and can be reached from here.',
  denied: 'Redis lets us do nothing',
  deniedNote:
    'Redis answers, but refuses what this page asks for. Check the user and the password in the address of Redis, and what this user may do. What it said:',
  unknownOutcome: 'It is not known whether your last action was carried out.',
  tryAgain: 'Try again',
}
