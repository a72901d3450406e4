import { describe, expect, test } from 'vitest'
import { readConfig } from '../config/read-config.ts'
import { mediaPath, mediaUrl } from './instance.ts'
import { extensionOf, idPartition, storageKey } from './storage-paths.ts'
import { Uris, type AccountReference } from './uris.ts'

const INSTANCE = {
  localDomain: 'example.org',
  webDomain: 'social.example.org',
  https: true,
  mediaRootUrl: '/system',
  attachmentUrls: 'entry',
} as const
const uris = new Uris(INSTANCE)
const WEB = 'https://social.example.org'

function account(values: Partial<AccountReference>): AccountReference {
  return {
    id: '116000000000000001',
    username: 'Ada',
    domain: null,
    uri: '',
    url: null,
    id_scheme: null,
    followers_url: '',
    following_url: '',
    ...values,
  }
}
const post = { id: '7', uri: 'x', url: null, local: true, reblog_of_id: null }

describe('identifiers', () => {
  test.each([
    ['a named account', account({ id_scheme: 0 }), `${WEB}/users/Ada`],
    ['an account without a scheme', account({}), `${WEB}/users/Ada`],
    ['a numbered account', account({ id_scheme: 1 }), `${WEB}/ap/users/116000000000000001`],
    ['the instance actor', account({ id: '-99' }), `${WEB}/actor`],
    [
      'a remote account',
      account({ domain: 'r.example', uri: 'https://r.example/u/1' }),
      'https://r.example/u/1',
    ],
  ])('of %s', (_, one, expected) => {
    expect(uris.actor(one)).toBe(expected)
  })

  test('of posts and boosts hang off the account', () => {
    const ada = account({ id_scheme: 1 })
    const base = `${WEB}/ap/users/116000000000000001`
    expect(uris.status(post, ada)).toBe(`${base}/statuses/7`)
    expect(uris.activity(post, ada)).toBe(`${base}/statuses/7/activity`)
    expect(uris.statusPage(post, ada)).toBe(`${WEB}/@Ada/7`)
    const boost = { ...post, reblog_of_id: '3' }
    expect(uris.status(boost, ada)).toBe(`${base}/statuses/7/activity`)
    expect(uris.activity(boost, ada)).toBe(`${base}/statuses/7/activity`)
    expect(uris.statusPage(boost, ada)).toBe(`${base}/statuses/7/activity`)
    const remote = {
      ...post,
      local: false,
      uri: 'https://r.example/1',
      url: 'https://r.example/@x/1',
    }
    expect(uris.status(remote, ada)).toBe('https://r.example/1')
    expect(uris.statusPage(remote, ada)).toBe('https://r.example/@x/1')
  })

  test('use the web domain, but for addresses and tag URIs', () => {
    expect(uris.tag('日本')).toBe(`${WEB}/tags/%E6%97%A5%E6%9C%AC`)
    expect(uris.context('1', '2')).toBe(`${WEB}/contexts/1-2`)
    expect(uris.tagUri('Status', '9', '2017-04-05T00:00:00Z')).toBe(
      'tag:example.org,2017-04-05:objectId=9:objectType=Status',
    )
    expect(uris.address(account({}))).toBe('Ada@example.org')
    expect(uris.address(account({ domain: 'r.example' }))).toBe('Ada@r.example')
  })
})

describe('files', () => {
  test.each([
    ['22', '000/000/022'],
    ['999999999', '999/999/999'],
    ['1000000000', '001/000/000/000'],
    ['113060493549872113', '113/060/493/549/872/113'],
    ['1130604935498721139', '113/060/493/549/872/113'],
  ])('of id %s lie in %s', (id, partition) => {
    expect(idPartition(id)).toBe(partition)
  })

  test('have a key, an address and an extension', () => {
    const key = storageKey('accounts/avatars', '22', 'a.b.jpeg')
    expect(key).toBe('accounts/avatars/000/000/022/original/a.b.jpeg')
    expect(mediaUrl(INSTANCE, key)).toBe(`${WEB}/system/${key}`)
    expect(mediaUrl({ ...INSTANCE, mediaRootUrl: 'https://cdn.example/m/' }, key)).toBe(
      `https://cdn.example/m/${key}`,
    )
    expect(extensionOf('a.b.jpeg')).toBe('.jpeg')
    expect(extensionOf('none')).toBe('')
  })
})

describe('addresses of files as Mastodon has them in its archives', () => {
  const bucket = { S3_ENABLED: 'true', S3_BUCKET: 'horse-media' }
  const key = 'media_attachments/files/000/000/022/original/a.png'

  test.each<[string, Record<string, string>, string]>([
    ['on the disk of the server', { PAPERCLIP_ROOT_PATH: '/srv' }, key],
    [
      'at another path',
      { PAPERCLIP_ROOT_PATH: '/srv', PAPERCLIP_ROOT_URL: '/media' },
      `/media/${key}`,
    ],
    ['in a bucket, found by its path', bucket, `/horse-media/${key}`],
    ['under an alias', { ...bucket, S3_ALIAS_HOST: 'files.example' }, `/${key}`],
    ['behind CloudFront', { ...bucket, S3_CLOUDFRONT_HOST: 'x.cloudfront.net' }, `/${key}`],
    [
      'below a prefix',
      { ...bucket, S3_ALIAS_HOST: 'files.example', S3_KEY_PREFIX: 'social' },
      `/social/${key}`,
    ],
  ])('%s', (_, settings, expected) => {
    const { media } = readConfig({ LOCAL_DOMAIN: 'example.org', ...settings })
    expect(mediaPath({ ...INSTANCE, mediaRootUrl: media.rootUrl }, key)).toBe(expected)
  })
})
