/** `npm run express` */
import { createAdminConsole } from '../console.js'
import { createApp } from './app.js'

createApp(createAdminConsole()).listen(3000, '127.0.0.1')
