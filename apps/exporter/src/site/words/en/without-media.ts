/** The choice of an archive without media, and what such an export is called. */
import { forms } from '@howdah/web/views'

export const withoutMedia = {
  /** For its member, and for administrators in lists. */
  member: 'Archive without media',
  staff: 'backup without media',
  choice: (small: string, whole: string) => `Without media (about ${small} instead of ${whole})`,
  note: 'The pictures, sounds and videos of your posts stay on this server, and the archive links to them. Everything else is in it.',
  staffNote:
    'For archives: the files of the posts stay on this server, and the archive links to them.',
  choiceForMany: 'Archives without media: the files of the posts stay on this server',
  regular: 'without media',
  /** On the page of an export. */
  media: 'Media',
  leftOut: 'left out, as requested',
  question: (count: number) =>
    forms(count, {
      one: 'Request # archive without media?',
      other: 'Request # archives without media?',
    }),
  answers: {
    activeWithMedia:
      'Your archive with media is already under way, so none without media was requested. If you want that one instead, cancel the request first.',
    activeWithoutMedia:
      'Your archive without media is already under way, so none with media was requested. If you want that one instead, cancel the request first.',
    always: 'On this server archives are always made with media.',
    staffWithMedia: (id: string, member: string) =>
      `Nothing was requested: ${member} has one with media under way, #${id}.`,
    staffWithoutMedia: (id: string, member: string) =>
      `Nothing was requested: ${member} has one without media under way, #${id}.`,
  },
}
