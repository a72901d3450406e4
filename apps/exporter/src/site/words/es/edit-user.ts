import type { WordsLike } from '@howdah/web/views'
import type { editUser as english } from '../en/edit-user.ts'

export const editUser: WordsLike<typeof english> = {
  titleOf: (member) => `Editar el usuario ${member}`,
  title: 'Editar usuario',
  contact: 'Contacto',
  email: 'Correo electrónico',
  emailHint:
    'Aquí llega el correo sobre un archivo terminado. Los cambios se anotan en la auditoría.',
  save: 'Guardar',
  mayOnlySee: 'Tu rol puede ver esta dirección, pero no cambiarla.',
  account: 'Cuenta',
  facts: {
    name: 'Nombre',
    id: 'Id de usuario',
    role: 'Rol',
    created: 'Creado',
    lastActive: 'Última actividad',
  },
  exports: {
    title: 'Exportaciones',
    columns: {
      export: 'Exportación',
      type: 'Tipo',
      state: 'Estado',
      requested: 'Solicitada',
      size: 'Tamaño',
      expires: 'Caduca',
    },
    none: 'Todavía no hay exportaciones',
    noneNote: 'Aquí aparece lo que este miembro solicite en «Importar y exportar».',
    caption: 'Exportaciones de este miembro, las más nuevas primero',
  },
  answers: {
    refused: 'Tu rol no puede cambiar la dirección de este usuario.',
    invalid: 'Esto no es una dirección de correo.',
    taken: 'Otro usuario tiene esta dirección.',
    same: 'No hay nada que cambiar: es la misma dirección.',
    changed: (member) => `Se ha cambiado el correo electrónico de ${member}.`,
  },
  link: {
    title: 'Enlace de un solo uso',
    note: (member, hours) =>
      `Permite que ${member} solicite y descargue sus propios datos sin iniciar sesión; para miembros suspendidos, trasladados o congelados. Funciona una sola vez, durante ${hours} horas; uno nuevo anula el anterior. Se anota en la auditoría.`,
    send: (email) => `Enviarlo a ${email}`,
    show: 'Mostrármelo',
    refused: 'Tu rol no puede crear un enlace así.',
    memorial: 'Esta cuenta es un homenaje: nadie puede usar un enlace.',
    notSent: 'El servidor de correo no lo aceptó; vuelve a intentarlo.',
    sent: (email) => `El enlace va de camino a ${email}.`,
    titleOf: (member) => `Enlace de un solo uso para ${member}`,
    until: (moment) => `Funciona una sola vez, hasta ${moment}, y no se volverá a mostrar.`,
    warning: 'Quien lo tenga puede llegar a los datos de este miembro. No se lo des a nadie más.',
    back: (member) => `Volver a ${member}`,
  },
  request: {
    title: 'Solicitar una exportación',
    what: 'Qué',
    types: { backup: 'Archivo', migration: 'Exportación para mudarse' },
    reason: 'Motivo',
    reasonHint: 'Se avisa al miembro por correo, con este motivo.',
    urgent: 'Enseguida, también fuera del horario de poca carga',
    button: 'Solicitar',
    needsReason: 'Indica un motivo; el miembro lo lee.',
    accepted: (id, member) =>
      `Se ha solicitado la exportación #${id} de ${member}; se avisa al miembro.`,
    active: (id, member) => `${member} ya tiene una en marcha: #${id}.`,
    noSpace: (size) => `No hay sitio: necesita ${size}.`,
    tooSoon: (member) => `${member} todavía no puede tener otra.`,
  },
}
