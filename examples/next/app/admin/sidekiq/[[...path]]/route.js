/**
 * Next 15 and later, App Router: a route handler gets a Request and gives a Response, streams included.
 * The folder's name catches `/admin/sidekiq` and everything below it.
 */
import { createAdminConsole } from '../../../../../console.js'

// One console for all requests, also when a development server loads this file again.
globalThis.adminConsole ??= createAdminConsole()
const adminConsole = globalThis.adminConsole

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = (request) => adminConsole.fetch(request)
export const POST = (request) => adminConsole.fetch(request)
