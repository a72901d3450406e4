import type { WordsLike } from '@howdah/web/views'
import type { confirming as english } from '../en/confirming.ts'

export const confirming: WordsLike<typeof english> = {
  title: 'Bestätige, dass du es bist',
  forgotten: (minutes) =>
    `Was verlangt wurde, ist nicht mehr bekannt: Es ist älter als ${minutes} Minuten, wurde schon getan, oder inzwischen wurde etwas anderes verlangt. Jetzt wurde nichts getan; gehe zurück und verlange es noch einmal.`,
  forArchive: (minutes) =>
    `Ein Archiv enthält private Beiträge. ${minutes} Minuten lang wirst du nicht noch einmal gefragt.`,
  now: (act) => `Du hast es bestätigt. Jetzt: ${act}.`,
  afterwards: (act, minutes) =>
    `Danach geschieht: ${act}. ${minutes} Minuten lang wirst du nicht noch einmal gefragt.`,
  wrong: 'Das ist nicht dein Passwort. Es wurde nichts getan.',
  noWay:
    'Diese Sitzung kann nicht bestätigen, wer du bist. Melde dich ab, wieder an, und gehe dorthin zurück.',
  logInAgain: (domain) => `Noch einmal mit ${domain} anmelden`,
  password: 'Dein Passwort',
  button: 'Bestätigen',
  goOn: 'Weiter',
}
