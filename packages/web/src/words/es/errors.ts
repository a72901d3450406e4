import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { errors as english } from '../en/errors.ts'

export const errors: WordsLike<typeof english> = {
  notFound: 'Página no encontrada',
  nothingHere: 'No hay nada en esta dirección.',
  toDashboard: 'Ir al panel',
  broken: 'Algo ha fallado',
  brokenForStrangers: 'No se pudo crear la página. No se ha cambiado nada.',
  brokenNote: 'No se pudo crear esta página. El motivo está en el registro del servidor.',
  refused: 'Rechazado',
  onlyLooking: 'Puede ver esta consola, pero no cambiar nada.',
  malformedForm: 'El formulario es demasiado grande o incorrecto; no se ha cambiado nada.',
  crossSite: 'Esta petición no vino de una página de este sitio, así que no se ha cambiado nada.',
  onlyForms: 'Aquí solo se pueden enviar formularios HTML, así que no se ha cambiado nada.',
  tooMany: 'Demasiado a la vez',
  tooManyNote: (seconds) =>
    forms(seconds, {
      other:
        'No se ha hecho nada. Inténtelo de nuevo dentro de # s; para muchos trabajos a la vez use «todos» o una búsqueda.',
    }),
  tooManyOpen: 'Demasiadas páginas abiertas.',
  silent: 'Redis no responde',
  silentNote:
    'Las colas están en Redis, así que ahora no se pueden mostrar. Compruebe que el servidor de Redis funciona y que se puede acceder a él desde aquí.',
  denied: 'Redis no nos deja hacer nada',
  deniedNote:
    'Redis responde, pero rechaza lo que esta página necesita. Compruebe el usuario y la contraseña en la dirección de Redis, y qué puede hacer ese usuario. Lo que dice Redis:',
  unknownOutcome: 'No se sabe si su última acción se llevó a cabo.',
  tryAgain: 'Intentar de nuevo',
}
