/** Administration → Users. */
import { forms } from '@howdah/web/views'

export const users = {
  title: 'Users',
  matching: (search: string) => `Users matching “${search}”`,
  note: 'The members of this server, newest first.',
  search: 'Search',
  placeholder: 'name, e-mail or id',
  clear: 'Clear',
  none: 'No users match',
  noneNote: 'Search by a part of the name or of the e-mail address, or by the exact id.',
  onPage: (count: number) =>
    forms(count, { one: '# user on this page', other: '# users on this page' }),
  columns: {
    name: 'Name',
    email: 'E-mail',
    role: 'Role',
    created: 'Created',
    lastActive: 'Last active',
    exports: 'Exports',
    id: 'Id',
    edit: 'Edit',
  },
  member: 'Member',
  edit: 'Edit user',
  standings: { suspended: 'suspended', frozen: 'frozen' },
  pages: 'Pages of users',
  firstPage: 'First page',
  nextPage: 'Next page',
}
