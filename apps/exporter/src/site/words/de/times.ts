import type { WordsLike } from '@howdah/web/views'
import type { times as english } from '../en/times.ts'

export const times: WordsLike<typeof english> = {
  title: 'Zeiten',
  note: 'Nach welcher Uhr dieser Browser Zeiten zeigt. Für andere ändert sich nichts.',
  save: 'Speichern',
  saved: 'Zeiten werden so gezeigt, wie du es gewählt hast.',
  noZone: 'Nenne die Zeitzone oder wähle UTC.',
  unknownZone: 'Eine Zeitzone dieses Namens gibt es nicht.',
}
