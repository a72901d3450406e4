/** What programs get for what makes no sense: the right status, and JSON with a sentence that says what to do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ORIGIN,
  PEOPLE,
  type Person,
  type SiteWorld,
  startSiteWorld,
} from '../testing/site-world.ts'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
afterAll(() => world.stop())

const OWN = '/api/v1/exports'
const ADMIN = '/api/v1/admin/exports'
/** Does not fit PostgreSQL's bigint. */
const HUGE = '9223372036854775808'

interface Asked {
  readonly method?: string
  readonly person?: Person | null
  readonly body?: string
  /** `null` leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>
}

/** Status, sentence and the methods that are allowed. */
async function ask(path: string, asked: Asked = {}) {
  const { method = asked.body === undefined ? 'GET' : 'POST', person = 'owner', body } = asked
  const headers = new Headers({ origin: ORIGIN, 'content-type': 'application/json' })
  if (person !== null) headers.set('cookie', await world.cookieOf(person))
  for (const [name, value] of Object.entries(asked.headers ?? {})) {
    if (value === null) headers.delete(name)
    else headers.set(name, value)
  }
  const init = body === undefined ? { method, headers } : { method, headers, body }
  const response = await world.site.fetch(new Request(ORIGIN + path, init))
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  const { error } = (await response.json()) as { error?: string }
  return { status: response.status, error, allow: response.headers.get('allow') }
}

const post = (path: string, body: unknown) => ask(path, { body: JSON.stringify(body) })

describe('a body', () => {
  it.each([
    ['', 400, 'The body is empty. Send JSON such as {"type":"backup","without_media":false}.'],
    ['{', 400, 'The body is no valid JSON. Send'],
    ['null', 422, 'The body must be an object. Send'],
    ['[]', 422, 'The body must be an object.'],
    ['{}', 422, 'type must be "backup" or "migration". Send'],
    ['{"type":5}', 422, 'type must be "backup" or "migration".'],
    ['{"type":"everything"}', 422, 'type must be "backup" or "migration".'],
    ['{"type":"backup","without_media":"yes"}', 422, 'without_media must be true or false.'],
    ['{"type":"backup","withoutmedia":true}', 422, 'There is no "withoutmedia" here. Send'],
    [
      '{"type":"migration","without_media":true}',
      422,
      'without_media is possible with "type":"backup" alone.',
    ],
  ])('of one’s own request that is %s', async (body, status, error) => {
    expect(await ask(OWN, { body })).toMatchObject({
      status,
      error: expect.stringContaining(error),
    })
    expect(await world.deps.ledger.forMember(PEOPLE.owner.userId)).toEqual([])
  })

  it.each([
    [{}, 'user_id must be a string of digits, such as "42". reason must be a text'],
    // Parsed as a number, an id beyond 2^53 would be that of another member.
    [{ user_id: 42, reason: 'x' }, 'user_id must be a string of digits, such as "42".'],
    [{ user_id: '-1', reason: 'x' }, 'user_id must be digits, such as "42".'],
    [{ user_id: '42' }, 'reason must be a text: the member reads it.'],
    [{ user_id: '42', reason: ' ' }, 'reason must say why: the member reads it.'],
    [{ user_id: '42', reason: 'x'.repeat(501) }, 'reason must have at most 500 characters.'],
    [{ user_id: '42', reason: 'x', urgent: 'yes' }, 'urgent must be true or false.'],
    [{ user_id: '42', reason: 'x', userid: '42' }, 'There is no "userid" here.'],
  ])('of a request for a member that is %j', async (body, error) => {
    expect(await post(ADMIN, body)).toMatchObject({
      status: 422,
      error: expect.stringContaining(error),
    })
    expect(await world.deps.ledger.forMember(PEOPLE.ada.userId)).toEqual([])
  })

  it('that is no JSON by its header, or too large', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', null]) {
      const headers = { 'content-type': type }
      expect(await ask(OWN, { body: '{"type":"backup"}', headers })).toMatchObject({
        status: 415,
        error: expect.stringContaining('Content-Type: application/json'),
      })
    }
    expect(await post(OWN, { type: 'x'.repeat(70_000) })).toMatchObject({ status: 413 })
    expect(await world.deps.ledger.forMember(PEOPLE.owner.userId)).toEqual([])
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' }
    expect(await ask(OWN, { body: '{"type":"migration"}', headers })).toMatchObject({ status: 202 })
  })
})

describe('an address', () => {
  it.each([HUGE, '9'.repeat(40), '-1', '1.5', '1e3', 'abc', '%20', '%'])(
    'with the id %s',
    async (id) => {
      expect(await ask(`${OWN}/${id}`)).toMatchObject({
        status: 404,
        error: expect.stringContaining('GET /api/v1/'),
      })
      expect(await ask(`${ADMIN}/${id}`)).toMatchObject({ status: 404 })
    },
  )

  it('names a member that no column can hold, or nobody has', async () => {
    for (const id of [HUGE, '4242424242']) {
      expect(await post(ADMIN, { user_id: id, reason: 'x' })).toMatchObject({
        status: 404,
        error: `There is no member with user id ${id}.`,
      })
    }
  })

  it.each([
    ['state=bogus', /^state must be one of pending, /],
    ['type=archive', /^type must be one of backup, migration\.$/],
    ['sort=random', /^sort must be one of newest, /],
    ['days=2', /^days must be one of 1, 7, 30\.$/],
    ['after=bogus', /^after must be the "next" of the page before\.$/],
    [`after=${HUGE}9`, /^after must be/],
    ['colour=red', /^There is no "colour" here\.$/],
    ['limit=0', /^limit must be a whole number from 1 to 200\.$/],
    ['limit=201', /^limit/],
    ['limit=1e1', /^limit/],
    ['limit=', /^limit/],
  ])('with a filter that means nothing: %s', async (query, error) => {
    expect(await ask(`${ADMIN}?${query}`)).toMatchObject({
      status: 422,
      error: expect.stringMatching(error),
    })
  })

  it('that knows other methods says which', async () => {
    const headers = { 'content-type': null }
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      expect(await ask(OWN, { method, headers })).toMatchObject({ status: 405, allow: 'GET, POST' })
      expect(await ask(`${OWN}/1`, { method, headers })).toMatchObject({
        status: 405,
        allow: 'GET',
      })
      expect(await ask(ADMIN, { method, headers })).toMatchObject({ status: 405 })
      // To whom it is not, it is not there.
      expect(await ask(ADMIN, { method, headers, person: 'ada' })).toMatchObject({ status: 404 })
    }
  })
})

describe('who asks', () => {
  it('is nobody, a member, or another site', async () => {
    for (const path of [OWN, ADMIN, '/settings/export', '/sidekiq/stats']) {
      const headers = { accept: 'application/json' }
      expect(await ask(path, { person: null, headers })).toMatchObject({
        status: 401,
        error: 'Log in first: this needs a session cookie.',
      })
    }
    expect(await ask(ADMIN, { person: 'ada' })).toMatchObject({ status: 404 })
    expect(await ask(ADMIN, { person: 'moderator', body: '{}' })).toMatchObject({ status: 404 })
    for (const origin of ['https://evil.example', null]) {
      const headers = { origin }
      expect(await ask(OWN, { headers, body: '{"type":"backup"}' })).toMatchObject({
        status: 403,
        error: 'Send the Origin of this site along; nothing was changed.',
      })
    }
  })

  it('accepts JSON and no page: gets it at the addresses of pages, too', async () => {
    const headers = { accept: 'application/json' }
    for (const path of ['/nonsense', `/admin/users/${HUGE}/edit`, `/exports/${HUGE}/download`]) {
      const seen = await ask(path, { headers })
      expect({ path, ...seen }).toMatchObject({ status: 404, error: expect.any(String) })
    }
    const browser = await world.get('/nonsense', 'ada', {
      accept: 'text/html,application/xhtml+xml,application/json;q=0.9',
    })
    expect(browser.headers.get('content-type')).toMatch(/^text\/html/)
  })
})
