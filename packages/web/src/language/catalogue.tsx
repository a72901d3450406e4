/**
 * Typed catalogues of words: English is the measure, and a language that lacks a key, or takes other
 * values into a sentence, does not compile.
 */

import type { Child } from '../jsx-runtime.ts'
import { formatCount } from './formats.ts'
import type { Language } from './languages.ts'
import { currentReader } from './reader.ts'

/**
 * The shape of a catalogue: texts, functions from values to a text or to content with elements in
 * it, forms for a script that counts by itself, and groups of these.
 */
export type WordsLike<T> = {
  readonly [Key in keyof T]: T[Key] extends string
    ? string
    : T[Key] extends (...values: infer Values) => infer Result
      ? (...values: Values) => Result extends string ? string : Child
      : T[Key] extends Forms
        ? Forms
        : WordsLike<T[Key]>
}

/** One catalogue for each language that a person speaks. */
export type Translations<T> = Readonly<Record<Exclude<Language, 'en-XA'>, WordsLike<T>>>

/**
 * Makes the function that gives the words of the current reader.
 *
 * @example
 * export const words = catalogue<typeof en>({ en, de, es, ja, ar })
 * words().queues.title // "Warteschlangen" for a German reader
 */
export function catalogue<T extends object>(translations: Translations<T>): () => WordsLike<T> {
  const all: Readonly<Record<Language, WordsLike<T>>> = {
    ...translations,
    'en-XA': bracketed(translations.en),
  }
  return () => all[currentReader().language]
}

/** A text for each form of a number that a language has; `#` stands for the number. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>

const RULES = new Map<Language, Intl.PluralRules>()

/** The form that belongs to a count: `forms(2, { one: '# job', other: '# jobs' })` → "2 jobs". */
export function forms(count: number, texts: Forms): string {
  const { language } = currentReader()
  const rules = RULES.get(language) ?? new Intl.PluralRules(language)
  RULES.set(language, rules)
  return (texts[rules.select(count)] ?? texts.other).replace('#', formatCount(count))
}

/** Text about a third longer, as translations are, in brackets that show where it begins and ends. */
function bracketed<T>(words: T): T {
  if (typeof words === 'string') return bracketedText(words) as T
  if (typeof words === 'function') {
    return ((...values: unknown[]): unknown => {
      const result: unknown = words(...values)
      return typeof result === 'string' ? bracketedText(result) : <>⟦{result as Child}⟧</>
    }) as T
  }
  const entries = Object.entries(words as object).map(([key, value]) => [key, bracketed(value)])
  return Object.fromEntries(entries) as T
}

function bracketedText(text: string): string {
  return `⟦${text}${'~'.repeat(Math.ceil(text.length / 3))}⟧`
}
