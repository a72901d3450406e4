/** Who lives on example.social besides Ada, Bob and the administrator. Invented people. */

export interface MemberProfile {
  /** `users.id`; Ada is 42 and Bob is 57. */
  readonly userId: number
  readonly username: string
  readonly displayName: string
  readonly bio: string
  readonly locale: string
  /** ISO day on which the account was made. */
  readonly since: string
  readonly role?: 'Moderator' | 'Admin' | 'Owner'
  readonly standing?: 'suspended' | 'disabled' | 'unconfirmed' | 'second-factor' | 'locked'
}

export const MEMBER_PROFILES: readonly MemberProfile[] = [
  member(
    61,
    'cyd',
    'Cyd from the workshop',
    'Wood, glue and bad puns. Keeper of the spare key.',
    'en',
    '2022-11-10',
  ),
  member(77, 'dee', 'Dee', 'Moderates by day, bakes by night. #bread', 'en', '2022-11-11', {
    role: 'Moderator',
  }),
  member(80, 'eve', 'Eve 🌘', 'Star charts, long walks, short nights.', 'en', '2022-11-14'),
  member(81, 'fay', 'Fay', 'I photograph doors. Ask me about hinges.', 'en', '2022-11-20'),
  member(2, 'gus', 'Gus', 'Helps to run this place. Trains when off duty.', 'de', '2022-11-05', {
    role: 'Admin',
  }),
  member(23, 'hana', 'はな', 'パンと写真と各駅停車。', 'ja', '2023-01-08'),
  member(24, 'ilya', 'Ilya', 'Chess by post. Yes, real post.', 'en', '2023-02-13'),
  member(25, 'june', 'June', 'Choir, compost, crosswords.', 'en', '2023-02-21'),
  member(
    26,
    'kofi',
    'Kofi',
    'Radio plays and repairs. The accordion was mine.',
    'en',
    '2023-03-01',
  ),
  member(27, 'lena', 'Lena', 'Bibliothekarin. Leise, aber nicht immer.', 'de', '2023-03-15'),
  member(28, 'milo', 'Milo', 'I draw maps of places that do not mind.', 'en', '2023-04-02'),
  member(29, 'nora', 'Nora', 'Hebamme, Radfahrerin, Langschläferin.', 'de', '2023-05-19'),
  member(30, 'omar', 'عمر', 'أزرع وأقرأ وأطبخ.', 'ar', '2023-06-30'),
  member(31, 'pia', 'Pia', 'Beekeeper on a roof.', 'en', '2023-08-04', { standing: 'locked' }),
  member(32, 'quinn', 'Quinn', 'Small tools, plain text, strong tea.', 'en', '2023-09-12'),
  member(33, 'rosa', 'Rosa', 'Huerto, libros y cine de barrio.', 'es', '2024-01-06'),
  member(
    34,
    'sami',
    'Sami',
    'Learning the cello in public. Sorry, neighbours.',
    'en',
    '2024-02-29',
  ),
  member(35, 'tove', 'Tove', 'Ferries, fog, felt.', 'en', '2024-05-05'),
  member(36, 'uma', 'Uma', 'Teaches physics with kitchen things.', 'en', '2024-08-18'),
  member(37, 'vito', 'Vito', 'Buy my miracle chain oil!', 'en', '2024-10-01', {
    standing: 'suspended',
  }),
  member(38, 'wren', 'Wren', 'Birds. Mostly birds.', 'en', '2025-01-20', {
    standing: 'second-factor',
  }),
  member(39, 'xenia', 'Xenia', '', 'en', '2026-11-21', { standing: 'unconfirmed' }),
  member(40, 'yuki', 'Yuki', 'Night trains and noodle soups.', 'ja', '2026-02-03'),
  member(41, 'zeno', 'Zeno', 'Halfway there.', 'en', '2026-04-11', { standing: 'disabled' }),
  member(43, 'orla', 'Orla', 'Tin whistle, tide tables, toast.', 'en', '2026-06-24'),
]

function member(
  ...[userId, username, displayName, bio, locale, since, more]: readonly [
    userId: number,
    username: string,
    displayName: string,
    bio: string,
    locale: string,
    since: string,
    more?: Pick<MemberProfile, 'role' | 'standing'>,
  ]
): MemberProfile {
  return { userId, username, displayName, bio, locale, since, ...more }
}

/** Servers of the neighbourhood; `.example` can never be a real one. */
export const REMOTE_DOMAINS: readonly string[] = [
  'harbor.example',
  'lantern.example',
  'moss.example',
  'orchard.example',
  'pics.example',
  'quiet.example',
  'ridge.example',
  'tram.example',
  'wolke.example',
]

/** User names of the people there. */
export const REMOTE_NAMES: readonly string[] = (
  'alba bela carlo dario elif faro gesa hugo ines jaro kaia lior mara nilo ona pavel rhea soren ' +
  'tavi ulla vera wim yara zola ana_luz brook cleo dorian emeka frida gwil hedda isko jonna kit ' +
  'lumi mika noor odile petra rafi signe theo uli vida wanda xoan yusra ziva ayo bruno celia dag ' +
  'esme fenn greta halim iria jude'
).split(' ')

export const REMOTE_BIOS: readonly string[] = [
  'Ferryman, retired. Still early.',
  'I knit data and scarves.',
  'Garden, garden, garden.',
  'Photos of stairs.',
  'Teaches the tuba to anyone who asks.',
  'Reads the small print aloud.',
  'Night shift at the observatory.',
  'Collects the names of winds.',
  'Slow cyclist, fast talker.',
  'Makes paper out of paper.',
  'Two cats, one boat.',
  'Mushrooms in season, maps all year.',
]
