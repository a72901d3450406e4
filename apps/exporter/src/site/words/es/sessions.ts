import { forms, type WordsLike } from '@howdah/web/views'
import type { sessions as english } from '../en/sessions.ts'

export const sessions: WordsLike<typeof english> = {
  title: 'Sesiones',
  note: 'Dónde tienes la sesión iniciada en este servicio. Cierra las que no reconozcas y cambia entonces tu contraseña en Mastodon. Una sesión termina por sí sola tras 30 minutos sin uso o al cabo de 12 horas.',
  endOthers: 'Cerrar todas las demás',
  caption: 'Tus sesiones, la última usada primero',
  columns: {
    browser: 'Navegador',
    address: 'Dirección',
    method: 'Iniciada con',
    since: 'Desde',
    seen: 'Vista por última vez',
    actions: 'Acciones',
  },
  thisOne: '(esta)',
  methods: {
    password: 'contraseña',
    oauth: 'cuenta de la instancia',
    link: 'enlace de un solo uso',
  },
  end: 'Cerrar sesión',
  endedAlready: 'Esa sesión ya había terminado.',
  ended: (count) => forms(count, { one: '# sesión cerrada.', other: '# sesiones cerradas.' }),
  unknownProgram: 'Programa desconocido',
  browserOn: (browser, system) => `${browser} en ${system}`,
  ofMember: {
    title: 'Sesiones de este servicio',
    caption: (member) => `Dónde tiene ${member} la sesión iniciada aquí`,
    endAll: 'Cerrar todas',
    refused: 'Tu rol no puede cerrar las sesiones de este usuario.',
  },
}
