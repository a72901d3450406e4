/** Hono: whatever speaks fetch hands its Request on. */
import { Hono } from 'hono'
import { BASE_PATH } from '../console.js'

export function createApp(adminConsole) {
  const app = new Hono()
  app.get('/', (c) => c.text('The application'))
  app.all(`${BASE_PATH}/*`, (c) => adminConsole.fetch(c.req.raw))
  return app
}
