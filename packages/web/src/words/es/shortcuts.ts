import type { WordsLike } from '../../language/catalogue.tsx'
import type { shortcuts as english } from '../en/shortcuts.ts'

export const shortcuts: WordsLike<typeof english> = {
  title: 'Atajos de teclado',
  close: 'Cerrar',
  keys: {
    '?': 'Mostrar esta ayuda',
    '/': 'Buscar',
    j: 'Fila siguiente',
    k: 'Fila anterior',
    x: 'Seleccionar la fila',
    Enter: 'Abrir la fila',
    '.': 'Pausar o reanudar las actualizaciones',
  },
}
