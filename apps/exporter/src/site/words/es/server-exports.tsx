import { formatCount, forms, type WordsLike } from '@howdah/web/views'
import type { serverExports as english } from '../en/server-exports.tsx'

export const serverExports: WordsLike<typeof english> = {
  title: 'Exportaciones',
  note: 'Lo que se puede cambiar mientras Howdah funciona, y solicitudes para muchos miembros.',
  settings: 'Ajustes',
  policies: {
    limit: 'Exportaciones a la vez, entre todos los procesos (0 detiene las nuevas)',
    'retention-days': 'Días que se puede descargar un archivo',
    'history-days': 'Días que se guardan las filas de exportaciones terminadas (0 = siempre)',
  },
  noLimit: 'sin límite',
  setHere: (configured) => `Fijado aquí; configurado: ${configured}.`,
  asConfigured: 'Según la configuración.',
  save: 'Guardar',
  reset: 'Restablecer',
  retentionNote:
    'Los archivos también se borran cuando acaba el plazo de conservación del propio Mastodon.',
  notANumber: (policy) => `«${policy}» requiere un número entero; no se ha cambiado nada.`,
  saved: (policy) => `Guardado: ${policy}.`,
  bulk: {
    title: 'Solicitar para muchos miembros',
    note: 'Para un servidor que cierra: cada miembro recibe un turno en el plan, de modo que quien la solicite por su cuenta no espere detrás de todos los demás.',
    what: 'Qué',
    types: { backup: 'Archivos', migration: 'Exportaciones para mudarse' },
    within: 'Para miembros que estuvieron aquí en los últimos',
    periods: { any: '– en cualquier momento', month: '30 días', half: '6 meses', year: '12 meses' },
    suspended: 'También miembros suspendidos y desactivados',
    spread: 'Repartir en',
    spreadHint: 'Horas; vacío: tan rápido como se pueda.',
    reason: 'Motivo',
    reasonHint: 'Los miembros lo leen y la auditoría lo guarda.',
    goOn: 'Continuar…',
    nothingYet: 'Todavía no se solicita nada: la página siguiente dice para cuántos sería.',
    problems: {
      what: 'Elige qué solicitar.',
      whom: 'Elige para quién.',
      hours: (most) => `Reparte entre 1 y ${most} horas, o déjalo vacío.`,
      reason: 'Indica un motivo; los miembros lo leen.',
    },
    tooMany: (count, command) =>
      `${formatCount(count)} miembros son demasiados para una página; usa: ${command}`,
    requested: (count, passedOver) =>
      `${forms(count, { one: '# exportación solicitada', other: '# exportaciones solicitadas' })}; ${formatCount(passedOver)} miembros ya tenían una en marcha.`,
    questions: {
      backup: (count) =>
        forms(count, { one: '¿Solicitar # archivo?', other: '¿Solicitar # archivos?' }),
      migration: (count) =>
        forms(count, {
          one: '¿Solicitar # exportación para mudarse?',
          other: '¿Solicitar # exportaciones para mudarse?',
        }),
    },
    reasonIs: (reason) => `Motivo: ${reason}`,
    each: (count) =>
      `Cada uno de los ${formatCount(count)} miembros recibe una, salvo quienes ya tienen una en marcha.`,
    fast: 'Empiezan una tras otra, tan rápido como se pueda.',
    spreadOver: (hours, from) => (
      <>
        Los comienzos se reparten en {forms(hours, { one: '# hora', other: '# horas' })}, a partir
        de {from}.
      </>
    ),
    takes: (size) => `Juntos ocupan unos ${size}.`,
    free: (size) => `Ahora hay ${size} libres.`,
    tooMuch:
      'Es más de lo que cabe. Los que no caben fallan y se reintentan: libera espacio, repártelos en más días de los que se guardan los archivos, o deja fuera los medios.',
    lastStarts: (when) => <>El último comienza hacia {when}.</>,
    told: 'Se avisa a los miembros cuando la suya está lista.',
    button: (count) => `Solicitar ${formatCount(count)}`,
    nothing: 'No hacer nada',
  },
}
