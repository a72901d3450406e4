/** Looks at other people's jobs that the host could not record. */

export const looks = {
  unrecordedTitle: 'Nothing is shown',
  unrecordedNote:
    'Who looks at other people’s jobs is recorded, and that is not possible right now. Please try again in a minute; the reason is in the server’s log.',
}
