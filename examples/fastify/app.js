/** Fastify 5: a scope of its own without body parsers, because the console reads its forms itself. */
import { nodeListener } from '@howdah/web/node'
import fastify from 'fastify'
import { BASE_PATH } from '../console.js'

export function createApp(adminConsole) {
  const app = fastify()
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    const listener = nodeListener(adminConsole)
    const answer = (request, reply) => {
      reply.hijack()
      listener(request.raw, reply.raw)
    }
    scope.route({ method: ['GET', 'POST'], url: BASE_PATH, handler: answer })
    scope.route({ method: ['GET', 'POST'], url: `${BASE_PATH}/*`, handler: answer })
  })
  app.get('/', (_request, reply) => reply.send('The application'))
  app.post('/echo', (request, reply) => reply.send(request.body))
  return app
}
