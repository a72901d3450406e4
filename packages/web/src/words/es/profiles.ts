import type { WordsLike } from '../../language/catalogue.tsx'
import type { profiles as english } from '../en/profiles.ts'

export const profiles: WordsLike<typeof english> = {
  note: 'En qué gastaron su tiempo ejecuciones concretas. Se guardan un día.',
  none: 'En el último día no se perfiló ninguna ejecución.',
  noneMore: 'Encola un trabajo con la opción «profile», en Ruby o en TypeScript.',
  created: 'Grabado',
  class: 'Clase',
  job: 'Trabajo',
  token: 'Identificador',
  size: 'Tamaño',
  took: 'Duró',
  download: 'Descargar',
  how: 'Abre el archivo con profiler.firefox.com; las herramientas de desarrollo de Chrome abren el de un proceso de Node.js una vez descomprimido. Desde aquí no se envía nada.',
  gone: 'Este perfil ya no está; los perfiles se guardan un día.',
  more: 'Solo se muestran los más recientes.',
}
