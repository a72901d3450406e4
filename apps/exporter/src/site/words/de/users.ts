import { forms, type WordsLike } from '@howdah/web/views'
import type { users as english } from '../en/users.ts'

export const users: WordsLike<typeof english> = {
  title: 'Konten',
  matching: (search) => `Konten zu „${search}“`,
  note: 'Die Mitglieder dieses Servers, die neuesten zuerst.',
  search: 'Suche',
  placeholder: 'Name, E-Mail oder Id',
  clear: 'Leeren',
  none: 'Keine passenden Konten',
  noneNote: 'Suche nach einem Teil des Namens oder der E-Mail-Adresse oder nach der genauen Id.',
  onPage: (count) =>
    forms(count, { one: '# Konto auf dieser Seite', other: '# Konten auf dieser Seite' }),
  columns: {
    name: 'Name',
    email: 'E-Mail',
    role: 'Rolle',
    created: 'Erstellt',
    lastActive: 'Zuletzt aktiv',
    exports: 'Exporte',
    id: 'Id',
    edit: 'Bearbeiten',
  },
  member: 'Mitglied',
  edit: 'Bearbeiten',
  standings: { suspended: 'gesperrt', frozen: 'eingefroren' },
  pages: 'Seiten der Konten',
  firstPage: 'Erste Seite',
  nextPage: 'Nächste Seite',
}
