/** Express 5: mounted before body parsers, because the console reads its forms itself. */
import { nodeListener } from '@howdah/web/node'
import express from 'express'
import { BASE_PATH } from '../console.js'

export function createApp(adminConsole) {
  const app = express()
  app.use(BASE_PATH, nodeListener(adminConsole))
  app.use(express.json(), express.urlencoded())
  app.get('/', (_request, response) => void response.send('The application'))
  app.post('/echo', (request, response) => void response.json(request.body))
  return app
}
