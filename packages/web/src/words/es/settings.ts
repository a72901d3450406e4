import type { WordsLike } from '../../language/catalogue.tsx'
import type { settings as english } from '../en/settings.ts'

export const settings: WordsLike<typeof english> = {
  title: 'Ajustes',
  note: 'Cómo muestra la consola este navegador. A los demás no les afecta.',
  saved: 'Guardado para este navegador.',
  time: 'Horas',
  times: {
    utc: 'UTC',
    local: 'En la zona horaria de abajo',
    relative: 'Como distancias: hace 5 min',
  },
  zone: 'Zona horaria',
  zoneHint: 'Un nombre como Europe/Berlin. Vacío es UTC.',
  theme: 'Colores',
  themes: { auto: 'Como en el sistema', light: 'Claro', dark: 'Oscuro' },
  rows: 'Filas por página',
  shortcuts: 'Atajos de teclado',
  shortcutsHint: 'Letras sueltas, como j para la fila siguiente; ? las muestra todas.',
  onOff: { off: 'Desactivados', on: 'Activados' },
  save: 'Guardar',
}
