import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { dashboard as english } from '../en/dashboard.tsx'

export const dashboard: WordsLike<typeof english> = {
  numbers: 'Los siete números',
  enqueued: 'En cola',
  attention: 'Atención',
  allIsWell:
    'Todo va bien: cada cola tiene un proceso, nada va con retraso y nada se ha dado por perdido.',
  version: 'Versión',
  upFor: 'En marcha desde hace',
  days: (count) => forms(count, { one: '# día', other: '# días' }),
  connections: 'Conexiones',
  memory: 'Memoria',
  peakMemory: 'Memoria máxima',
  appendOnly: 'Archivo append-only',
  on: 'activado',
  off: 'desactivado',
  eviction: (policy, wanted) => (
    <>
      {policy} permite a Redis descartar trabajos cuando se agota la memoria. Ajústelo a {wanted}.
    </>
  ),
  noProcess: (command) => (
    <>
      <strong>No hay ningún proceso en marcha.</strong> No se hará ningún trabajo. Inicie uno con{' '}
      {command}.
    </>
  ),
  paused: (queue, count) => (
    <>
      <strong>La cola {queue} está en pausa.</strong>{' '}
      {forms(count, {
        one: '# trabajo espera hasta que alguien la reanude.',
        other: '# trabajos esperan hasta que alguien la reanude.',
      })}
    </>
  ),
  unheard: (queue, count, command) => (
    <>
      <strong>Ningún proceso atiende {queue}.</strong>{' '}
      {forms(count, {
        one: '# trabajo espera allí hasta que alguno lo haga.',
        other: '# trabajos esperan allí hasta que alguno lo haga.',
      })}{' '}
      Inicie un proceso para esta cola con {command}.
    </>
  ),
  notPolled: (overdue, since) => (
    <>
      <strong>
        {forms(overdue, {
          one: '# trabajo con retraso, ningún proceso está comprobando.',
          other: '# trabajos con retraso, ningún proceso está comprobando.',
        })}
      </strong>{' '}
      Al más antiguo le tocaba {since}. Los trabajos programados y los reintentos solo pasan a sus
      colas mientras hay un proceso en marcha.
    </>
  ),
  startOne: (command) => <>Inicie uno con {command}.</>,
  restart: (command) => <>Reinicie el servicio: {command}.</>,
  late: (overdue, since, pollers) => (
    <>
      <strong>
        {forms(overdue, { one: '# trabajo con retraso.', other: '# trabajos con retraso.' })}
      </strong>{' '}
      Al más antiguo le tocaba {since}, aunque{' '}
      {forms(pollers, { one: '# proceso comprueba.', other: '# procesos comprueban.' })}
    </>
  ),
  ifThisStays: (command) =>
    command === null ? 'Si sigue así, reinícielos.' : <>Si sigue así, reinícielos: {command}.</>,
  dead: (count, look) => (
    <>
      <strong>
        {forms(count, {
          one: '# trabajo se ha dado por perdido',
          other: '# trabajos se han dado por perdidos',
        })}
      </strong>{' '}
      tras el último reintento. {look('Ver los muertos')} para conocer los motivos.
    </>
  ),
}
