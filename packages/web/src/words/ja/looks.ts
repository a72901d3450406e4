import type { WordsLike } from '../../language/catalogue.tsx'
import type { looks as english } from '../en/looks.ts'

export const looks: WordsLike<typeof english> = {
  unrecordedTitle: '表示できません',
  unrecordedNote:
    '他の人のジョブを見た記録を残す必要がありますが、今は記録できません。1分ほどしてからもう一度お試しください。理由はサーバーのログにあります。',
}
