/** `npm run hono`. On Node.js the app is served by the console's own listener; elsewhere by the runtime. */
import { createServer } from 'node:http'
import { nodeListener } from '@howdah/web/node'
import { createAdminConsole } from '../console.js'
import { createApp } from './app.js'

createServer(nodeListener(createApp(createAdminConsole()))).listen(3000, '127.0.0.1')
