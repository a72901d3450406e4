import { forms, type WordsLike } from '@howdah/web/views'
import type { withoutMedia as english } from '../en/without-media.ts'

export const withoutMedia: WordsLike<typeof english> = {
  member: 'Archiv ohne Medien',
  staff: 'Archiv ohne Medien',
  choice: (small, whole) => `Ohne Medien (etwa ${small} statt ${whole})`,
  note: 'Die Bilder, Töne und Videos deiner Beiträge bleiben auf diesem Server, und das Archiv verweist auf sie. Alles andere ist darin.',
  staffNote:
    'Für Archive: Die Dateien der Beiträge bleiben auf diesem Server, und das Archiv verweist auf sie.',
  choiceForMany: 'Archive ohne Medien: Die Dateien der Beiträge bleiben auf diesem Server',
  regular: 'ohne Medien',
  media: 'Medien',
  leftOut: 'weggelassen, wie gewünscht',
  question: (count) =>
    forms(count, {
      one: '# Archiv ohne Medien anfordern?',
      other: '# Archive ohne Medien anfordern?',
    }),
  answers: {
    activeWithMedia:
      'Dein Archiv mit Medien ist bereits in Arbeit, deshalb wurde keines ohne Medien angefordert. Wenn du lieber dieses möchtest, brich die Anforderung zuerst ab.',
    activeWithoutMedia:
      'Dein Archiv ohne Medien ist bereits in Arbeit, deshalb wurde keines mit Medien angefordert. Wenn du lieber dieses möchtest, brich die Anforderung zuerst ab.',
    always: 'Auf diesem Server werden Archive immer mit Medien erstellt.',
    staffWithMedia: (id, member) =>
      `Es wurde nichts angefordert: Für ${member} läuft bereits eines mit Medien, #${id}.`,
    staffWithoutMedia: (id, member) =>
      `Es wurde nichts angefordert: Für ${member} läuft bereits eines ohne Medien, #${id}.`,
  },
}
