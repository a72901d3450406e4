import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { job as english } from '../en/job.tsx'

export const job: WordsLike<typeof english> = {
  noId: 'Este no es el id de un trabajo.',
  noKey: 'Esta no es la clave de un trabajo.',
  gone: 'Ese trabajo ya no está aquí.',
  moved: 'Entretanto el trabajo ha seguido su camino; ahora está aquí.',
  notFound: 'Trabajo no encontrado',
  nowhere:
    'Ninguna cola, ninguna lista y ningún proceso tiene este trabajo: ha terminado, se eliminó o nunca existió. Los trabajos terminados solo dejan en Redis los números de Métricas.',
  notInTime:
    'No se encontró en el tiempo que puede tardar una página. Las colas muy largas se buscan solo en parte; puede que aún espere en una.',
  lookAgain: 'Buscar de nuevo',
  by: (name) => <>por {name}</>,
  cancelLink: 'Cancelar…',
  cancel: {
    question: '¿Cancelar este trabajo?',
    consequence:
      'Si espera, se quita. Si se está ejecutando, se avisa a su proceso y el trabajo termina en el próximo punto en que lo comprueba: los de Howdah por su señal, los de Ruby solo si iteran. No se reintenta.',
    label: 'Cancelarlo',
    keep: 'Dejar que siga',
    removed: 'El trabajo esperaba; se ha quitado y no se ejecutará.',
    signalled: 'Se avisó al proceso que ejecuta el trabajo. Esta página muestra cómo termina.',
    notFound: 'El trabajo ya no espera ni se ejecuta; no se ha cambiado nada.',
  },
  facts: 'Datos',
  terms: {
    id: 'Id del trabajo',
    class: 'Clase',
    tags: 'Etiquetas',
    process: 'Proceso',
    runningFor: 'En ejecución desde hace',
    progress: 'Progreso',
    iteration: 'Iteración',
    cursor: 'Cursor',
    cancelled: 'Cancelado',
  },
  iterationOf: (runs, time) =>
    `${forms(runs, { one: '# ejecución', other: '# ejecuciones' })}, ${time}`,
  lastError: 'Último error',
  errorsKept:
    'El formato de Sidekiq guarda el primer y el último fallo de un trabajo, con el texto del último.',
  asStored: 'Tal como está guardado',
  wholeAsStored: 'El trabajo entero, tal como está guardado',
  asText: 'Como un solo texto, dígito a dígito',
  waitsForLimit: 'espera un límite',
  next: {
    parked: (queue, limit) => (
      <>
        Se tomó de la cola {queue} y espera a que el límite {limit} tenga un hueco libre.
      </>
    ),
    running: (busy) => (
      <>
        Se está ejecutando; véase {busy}. Esta página lo sigue; cuando termine, no quedará nada de
        él en Redis.
      </>
    ),
    runningOn: (process, busy) => (
      <>
        Se está ejecutando en {process}; véase {busy}. Esta página lo sigue; cuando termine, no
        quedará nada de él en Redis.
      </>
    ),
    paused: (queue) => (
      <>Espera en la cola {queue}, que está en pausa: se ejecutará cuando alguien la reanude.</>
    ),
    queued: (queue, command) => (
      <>
        Espera en la cola {queue} y se ejecuta cuando llega su turno y un proceso atiende esa cola (
        {command}).
      </>
    ),
    dead: (list) => (
      <>
        Se dio por vencido y está en {list}. Nada ocurre por sí solo; «Reintentar ahora» lo ejecuta
        de nuevo.
      </>
    ),
    scheduled: (list, queue, at) => (
      <>
        Está en {list} y pasa a la cola {queue} a su hora: {at}
      </>
    ),
    retrying: (list, attempt, at, rest) => (
      <>
        En {list}: el intento {attempt} empieza {at}. {rest}
      </>
    ),
    lastOne: 'Es el último; después el trabajo queda muerto.',
    more: (count) => forms(count, { one: 'Después queda # más.', other: 'Después quedan # más.' }),
  },
  story: {
    label: 'El recorrido de este trabajo',
    created: 'Creado',
    queued: 'Entró en su cola',
    failedFirst: 'Falló por primera vez',
    failedAgain: 'Falló de nuevo',
    failedLast: (attempt) => `Último fallo, intento ${attempt}`,
    started: 'Iniciado',
    nextAttempt: 'Próximo intento',
    runs: 'Se ejecuta',
    gaveUp: 'Se dio por vencido',
    later: (span) => `${span} después`,
  },
}
