/**
 * Posts of Ada that are written by hand, because each tries something: every rule by which text
 * becomes HTML, several directions of writing in one post, unusual hashtags.
 */

export interface SpecialPost {
  readonly text: string
  readonly language: string
}

export const SPECIAL_POSTS: readonly SpecialPost[] = [
  en('Hello, world! I am Ada. I mend things, mostly on Saturdays. #introduction'),
  en(
    'Two links, one long: https://example.org/workshop/saturday?month=5&day=14#doors and https://www.example.com',
  ),
  en('The little library (https://example.org/wiki/Little_Library_(street)) has a roof again.'),
  en('<b>Not bold</b> & not "escaped" twice: it\'s only text, 5 < 7 > 3.'),
  en('One line\nand the next.\n\nA new paragraph.\n\n\nAnd one after a pause.'),
  en(
    'Tags without an end: #repair, #BicycleRepair! (#balcony) #2026 is only a number, #4ever is not.',
  ),
  en('If you write to me@example.org you will not reach me; @cyd and @alba@harbor.example will.'),
  en('Nobody is called @nobody_here, and yet the sentence works.'),
  en('Fixed it with `git commit --amend`; sorry, @quinn. #TypeScript'),
  en('Multi-part fractions ½ ¾, arrows → ←, a family 👩‍👩‍👧‍👦, flags 🏳️‍🌈 and a snowman ☃.'),
  en('https://example.org/a/very/long/path/that/never/ends/because/nobody/told/it/where/to/stop'),
  de('Straßenfest in der Größe eines Hinterhofs: „Ölwechsel & Überraschung“. #Größe #Straßenfest'),
  de('Für alle, die fragen: Öffnungszeiten stehen auf https://example.org/öffnungszeiten'),
  { language: 'es', text: '¡Mañana, el pingüino de peluche vuelve a su dueña! #corazón #niñez' },
  {
    language: 'ja',
    text: '明日は修理の日です。詳しくはhttps://example.org/修理 をどうぞ。#修理カフェ #自転車',
  },
  {
    language: 'ar',
    text: 'مرحبًا @omar، الورشة مفتوحة يوم السبت من 10 إلى 14. #ورشة_إصلاح https://example.org/ar',
  },
  { language: 'he', text: 'שלום לכולם! הסדנה פתוחה בשבת 10:00–14:00. #סדנה (Workshop, 2nd floor)' },
  { language: 'fr', text: 'L’été s’achève ; « à bientôt », dit l’hirondelle. #été' },
  { language: 'zh-TW', text: '今天在市集上遇見一位修鐘錶的老師傅,聊了很久。#鐘錶' },
  { language: 'pt', text: 'A bicicleta azul já anda outra vez. Até sábado! #coração' },
  { language: 'el', text: 'Το παλιό ραδιόφωνο παίζει ξανά. #ραδιόφωνο' },
  { language: 'uk', text: 'Старий годинник знову йде, і дуже цим пишається. #годинник' },
  en('English and العربية and עברית in one line, and the full stop stays where it belongs.'),
  en(
    'Three emojis of ours: :teapot: :nighttrain: :blobspanner: and one that does not exist: :nope:',
  ),
]

function en(text: string): SpecialPost {
  return { text, language: 'en' }
}

function de(text: string): SpecialPost {
  return { text, language: 'de' }
}

/** Questions for polls, with what there is to choose. */
export const POLL_QUESTIONS: readonly (readonly [question: string, ...options: string[]])[] = [
  [
    'What shall we mend next Saturday?',
    'The accordion',
    'Six umbrellas',
    'The kettle',
    'Ourselves, with cake',
  ],
  ['Tea or coffee in the workshop?', 'Tea', 'Coffee', 'Both, in two cups'],
  ['Which bread for the street party?', 'Rye', 'Walnut', 'Something with seeds'],
  ['Do you name your tools?', 'Yes', 'No', 'Only the difficult ones'],
  ['Best seat in a night train?', 'Window', 'Aisle', 'The floor of the corridor'],
  ['What did you hear first this morning?', 'A bird', 'A bus', 'My own alarm', 'Nothing, bliss'],
  ['Paper maps?', 'Always', 'On holiday', 'As wallpaper'],
  ['Welcher Kuchen?', 'Pflaume', 'Apfel', 'Mohn'],
  ['Was reparieren wir zuerst?', 'Das Radio', 'Den Stuhl', 'Die Uhr'],
  ['¿Qué plantamos en primavera?', 'Tomates', 'Menta', 'Girasoles'],
  ['朝ごはんは?', 'パン', 'ごはん', 'コーヒーだけ'],
]
