import { forms, type WordsLike } from '@howdah/web/views'
import type { current as english } from '../en/current.tsx'

export const current: WordsLike<typeof english> = {
  titles: {
    pending: 'Wartet auf den Start',
    planned: 'Geplant',
    plannedFor: (clock) => `Geplant für ${clock}`,
    compiling: {
      backup: 'Dein Archiv wird zusammengestellt …',
      migration: 'Dein Umzugspaket wird zusammengestellt …',
    },
    retrying: 'Unterbrochen – wir versuchen es noch einmal',
    stuck: 'Verzögert',
    failed: 'Es hat nicht geklappt',
    done: 'Bereit',
    expired: 'Abgelaufen',
    cancelled: 'Abgebrochen',
  },
  requestedForYou: 'Die Administratoren dieses Servers haben es für dich angefordert. Ihr Grund:',
  cancel: 'Anforderung abbrechen',
  pending: {
    mail: 'Du bekommst eine E-Mail, wenn es fertig ist; du kannst diese Seite schließen.',
    quiet: 'Du kannst diese Seite schließen; die Datei liegt hier, wenn sie fertig ist.',
  },
  scheduled: {
    mail: 'Dann startet es von selbst, und du bekommst eine E-Mail, wenn es fertig ist.',
    quiet: 'Dann startet es von selbst.',
  },
  begun: {
    mail: 'Es hat gerade begonnen. Du bekommst eine E-Mail, wenn es fertig ist.',
    quiet: 'Es hat gerade begonnen.',
  },
  running: {
    mail: (stage) => `${stage}. Du bekommst eine E-Mail, wenn es fertig ist.`,
    quiet: (stage) => `${stage}.`,
  },
  step: (step, of, stage) => `Schritt ${step} von ${of}: ${stage}`,
  nextTry: (when, number, of) => (
    <>
      Bei uns ist etwas schiefgegangen. Der nächste Versuch beginnt {when} (Versuch {number} von{' '}
      {of}). Du musst nichts tun.
    </>
  ),
  soon: 'bald',
  stuck:
    'Deine Anforderung ist notiert, aber im Moment arbeitet nichts daran. Die Administratoren dieses Servers können das sehen und sie neu starten. Du kannst sie auch abbrechen und eine neue stellen.',
  failed:
    'Die Administratoren dieses Servers können sehen, woran es lag. Du kannst es noch einmal anfordern.',
  done: 'Die Datei steht in der Liste darunter.',
  expired: 'Die Datei ist gelöscht. Du kannst eine neue anfordern.',
  cancelled: 'Du kannst eine neue Anforderung stellen.',
  progress: 'Fortschritt dieses Schritts',
  soFar: (count) => `bisher ${count}`,
  doneOf: (done, total) => `${done} von ${total}`,
  stageNames: {
    count: 'Zählen',
    posts: 'Beiträge',
    media: 'Medien',
    likes: 'Favoriten',
    bookmarks: 'Lesezeichen',
    profile: 'Profil',
    lists: 'Listen',
    details: 'Einzelheiten',
    viewer: 'Ansicht',
    finish: 'Abschluss',
    upload: 'Ablage',
  },
  stages: {
    count: 'zählen, was da ist',
    posts: 'deine Beiträge sammeln',
    media: 'Bilder, Töne und Videos hinzufügen',
    likes: 'deine Favoriten und Lesezeichen hinzufügen',
    profile: 'dein Profil hinzufügen',
    lists: 'deine Listen schreiben',
    details: 'hinzufügen, was sonst über deine Beiträge bekannt ist',
    viewer: 'die Seiten zum Lesen erstellen',
    finish: 'die Datei abschließen',
    upload: 'die Datei dorthin legen, wo du sie abholen kannst (Megabyte)',
  },
  reasons: {
    'no-process':
      'Im Moment arbeitet nichts an Anforderungen. Die Administratoren dieses Servers können das sehen.',
    paused: 'Die Administratoren dieses Servers haben Exporte für eine Weile angehalten.',
    clock: 'Es ist verspätet. Die Administratoren dieses Servers können das sehen.',
    window: 'Große Exporte werden erstellt, wenn auf diesem Server weniger los ist.',
    windowOf: (window) =>
      `Große Exporte werden erstellt, wenn auf diesem Server weniger los ist (${window}).`,
    time: 'Es startet zur geplanten Zeit von selbst.',
    turn: 'Viele Exporte wurden zusammen angefordert; jeder kommt an die Reihe.',
    retry: 'Bei uns ist etwas schiefgegangen; wir versuchen es noch einmal. Du musst nichts tun.',
    limit: (count) =>
      forms(count, {
        one: 'Dieser Server erstellt immer nur einen Export, und einer ist gerade in Arbeit.',
        other: 'Dieser Server erstellt # Exporte gleichzeitig, und so viele sind gerade in Arbeit.',
      }),
    member: 'Dein anderer Export wird zuerst erstellt.',
    ahead: (count) =>
      forms(count, {
        one: '# Anforderung ist vor deiner an der Reihe.',
        other: '# Anforderungen sind vor deiner an der Reihe.',
      }),
    next: 'Deine kommt als nächste an die Reihe.',
    unknown: 'Es startet, sobald Platz ist.',
  },
  ready: (range) => `Fertig ${range} (geschätzt).`,
}
