import { forms, type WordsLike } from '@howdah/web/views'
import type { users as english } from '../en/users.ts'

export const users: WordsLike<typeof english> = {
  title: 'Usuarios',
  matching: (search) => `Usuarios que coinciden con «${search}»`,
  note: 'Los miembros de este servidor, los más nuevos primero.',
  search: 'Buscar',
  placeholder: 'nombre, correo o id',
  clear: 'Vaciar',
  none: 'No hay usuarios que coincidan',
  noneNote: 'Busca por una parte del nombre o del correo, o por el id exacto.',
  onPage: (count) =>
    forms(count, { one: '# usuario en esta página', other: '# usuarios en esta página' }),
  columns: {
    name: 'Nombre',
    email: 'Correo',
    role: 'Rol',
    created: 'Creado',
    lastActive: 'Última actividad',
    exports: 'Exportaciones',
    id: 'Id',
    edit: 'Editar',
  },
  member: 'Miembro',
  edit: 'Editar usuario',
  standings: { suspended: 'suspendido', frozen: 'congelado' },
  pages: 'Páginas de usuarios',
  firstPage: 'Primera página',
  nextPage: 'Página siguiente',
}
