/** Writes posts out of the sentence banks; never the same text twice. */
import type { Random } from './random.ts'
import { ARABIC, HEBREW, JAPANESE } from './texts/asian.ts'
import { ENGLISH } from './texts/english.ts'
import { GERMAN } from './texts/german.ts'
import { FRENCH, SPANISH } from './texts/romance.ts'
import type { TextBank } from './texts/text-bank.ts'

export interface WrittenText {
  readonly text: string
  readonly language: string
}

const BANKS: Readonly<Record<string, TextBank>> = Object.fromEntries(
  [ENGLISH, GERMAN, SPANISH, FRENCH, JAPANESE, ARABIC, HEBREW].map((bank) => [bank.language, bank]),
)

/** Shortcodes of this server's custom emojis that posts use. */
export const EMOJI_SHORTCODES = [
  'teapot',
  'howdah',
  'sourdough',
  'nighttrain',
  'blobspanner',
  'fern',
  'moonrise',
  'partybike',
] as const

/** The banks are large, but chance repeats itself; then it is asked again. */
const ATTEMPTS = 400

export class Writer {
  readonly #random: Random
  readonly #written = new Set<string>()

  constructor(random: Random) {
    this.#random = random
  }

  /** One to three sentences about one thing, now and then with hashtags or an emoji. */
  post(language: string): WrittenText {
    const bank = bankOf(language)
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const text = this.#compose(bank)
      if (this.#remember(text)) return { text, language }
    }
    throw new RangeError(`The sentences in "${language}" are used up; add some.`)
  }

  /** An answer that begins with the mention of somebody, such as `@bob`. */
  reply(language: string, mention: string): WrittenText {
    return this.#fill(bankOf(language).replies, language, mention)
  }

  /** A private remark to somebody. */
  note(language: string, mention: string): WrittenText {
    return this.#fill(bankOf(language).notes, language, mention)
  }

  #compose({ language, topics }: TextBank): string {
    const random = this.#random
    const topic = random.pick(topics)
    const sentences = [
      random.pick(topic.openings),
      ...(random.percent(80) ? [random.pick(topic.details)] : []),
      ...(random.percent(75) ? [random.pick(topic.closings)] : []),
    ]
    const separator = random.percent(12) ? '\n\n' : language === 'ja' ? '' : ' '
    const emoji = random.percent(9) ? ` :${random.pick(EMOJI_SHORTCODES)}:` : ''
    const tags = random.percent(45) ? random.sample(topic.tags, random.between(1, 2)) : []
    const tail = tags.length === 0 ? '' : `\n\n${tags.map((tag) => `#${tag}`).join(' ')}`
    return `${sentences.join(separator)}${emoji}${tail}`
  }

  /** Answers may repeat, as they do in life; the mention makes them differ. */
  #fill(sentences: readonly string[], language: string, mention: string): WrittenText {
    return { text: this.#random.pick(sentences).replace('{name}', mention), language }
  }

  #remember(text: string): boolean {
    if (this.#written.has(text)) return false
    this.#written.add(text)
    return true
  }
}

function bankOf(language: string): TextBank {
  return BANKS[language] ?? ENGLISH
}
