import type { WordsLike } from '@howdah/web/views'
import type { failures as english } from '../en/failures.ts'

export const failures: WordsLike<typeof english> = {
  statuses: {
    400: {
      title: 'Eso no tiene sentido',
      text: 'Una parte de la dirección o del formulario no es válida.',
    },
    403: { title: 'No permitido', text: 'No se ha cambiado nada.' },
    404: {
      title: 'Aquí no hay nada',
      text: 'La página no existe o no te corresponde verla.',
    },
    410: {
      title: 'Este fichero ya no existe',
      text: 'Los archivos se guardan unos días y después se borran.',
    },
    413: {
      title: 'Demasiado de una vez',
      text: 'El formulario era más grande de lo que acepta esta página.',
    },
    416: { title: 'Más allá del final del fichero', text: 'Vuelve a empezar la descarga.' },
    429: { title: 'Demasiados intentos', text: 'Espera un poco y vuelve a intentarlo.' },
    500: {
      title: 'Algo ha fallado por nuestra parte',
      text: 'Ha quedado anotado en el registro. Vuelve a intentarlo en un momento.',
    },
    503: {
      title: 'La base de datos no responde',
      text: 'Tus datos están a salvo. Vuelve a intentarlo en un minuto.',
    },
  },
  noSuchPage: 'Esa página no existe',
  requestLost: {
    title: 'Ahora mismo no',
    text: 'No se ha podido aceptar tu solicitud porque una parte de este servidor no responde. No se ha guardado nada de ella: vuelve a intentarlo en un minuto.',
  },
  redisDown: {
    title: 'Redis no responde',
    text: 'No se sabe si se llevó a cabo la última acción. Vuelve a mirar en un minuto.',
  },
  filesDown: {
    title: 'Ahora mismo no se puede obtener el fichero',
    text: 'No se ha perdido: el lugar donde se guardan los ficheros no responde. Una descarga interrumpida continúa donde se quedó; vuelve a intentarlo en un minuto.',
  },
  databaseDown: {
    title: 'La base de datos no responde',
    text: 'No se ha perdido nada. Vuelve a intentarlo en un minuto.',
  },
  mayOnlyLook: 'Tu rol puede ver esto, pero no cambiarlo.',
  noSuchUser: 'Ese usuario no existe (o ya no).',
  goHome: 'Ir a Importar y exportar',
  logIn: 'Iniciar sesión',
}
