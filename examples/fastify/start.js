/** `npm run fastify` */
import { createAdminConsole } from '../console.js'
import { createApp } from './app.js'

await createApp(createAdminConsole()).listen({ port: 3000, host: '127.0.0.1' })
