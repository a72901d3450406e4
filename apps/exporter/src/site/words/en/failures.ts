/** What went wrong, and the way on. */

export const failures = {
  statuses: {
    400: {
      title: 'That did not make sense',
      text: 'A part of the address or the form is not valid.',
    },
    403: { title: 'Not allowed', text: 'Nothing was changed.' },
    404: {
      title: 'There is nothing here',
      text: 'The page does not exist, or it is not yours to see.',
    },
    410: { title: 'This file is gone', text: 'Archives are kept for a few days and then deleted.' },
    413: { title: 'Too much at once', text: 'The form was larger than this page accepts.' },
    416: { title: 'Beyond the end of the file', text: 'Please start the download again.' },
    429: { title: 'Too many tries', text: 'Please wait a little and try again.' },
    500: {
      title: 'Something went wrong on our side',
      text: 'It has been written to the log. Please try again in a moment.',
    },
    503: {
      title: 'The database does not answer',
      text: 'Your data is safe. Please try again in a minute.',
    },
  },
  noSuchPage: 'That page does not exist',
  requestLost: {
    title: 'Not right now',
    text: 'Your request could not be taken, because a part of this server does not answer. Nothing was kept of it: please try again in a minute.',
  },
  redisDown: {
    title: 'Redis does not answer',
    text: 'It is not known whether the last action was carried out. Please look again in a minute.',
  },
  filesDown: {
    title: 'The file cannot be fetched right now',
    text: 'It is not lost: the place where files are kept does not answer. A download that broke off goes on where it was; please try again in a minute.',
  },
  databaseDown: {
    title: 'The database does not answer',
    text: 'Nothing is lost. Please try again in a minute.',
  },
  mayOnlyLook: 'Your role may look at this, but not change it.',
  noSuchUser: 'There is no such user (any more).',
  goHome: 'Go to Import and export',
  logIn: 'Log in',
}
