import type { WordsLike } from '@howdah/web/views'
import type { frame as english } from '../en/frame.ts'

export const frame: WordsLike<typeof english> = {
  loggedInAs: 'Has iniciado sesión como',
  logOut: 'Cerrar sesión',
  asOf: (moment) => `Actualizado: ${moment}`,
  language: 'Idioma',
  times: 'Horas',
  timesIn: { utc: 'en UTC', relative: 'como distancias' },
  menu: 'Ajustes',
  opensTab: 'Se abre en una pestaña nueva',
  groups: { preferences: 'Preferencias', administration: 'Administración' },
  entries: {
    importAndExport: 'Importar y exportar',
    sessions: 'Sesiones',
    overview: 'Resumen',
    users: 'Usuarios',
    exports: 'Exportaciones',
    audit: 'Auditoría',
    mail: 'Correo',
    doctor: 'Diagnóstico',
    sidekiq: 'Sidekiq',
    schedule: 'Plan de exportaciones',
  },
}
