import { expect, test } from 'vitest'
import { parseEnvFile } from './env-file.ts'

test('values are read as dotenv reads them', () => {
  const text = `\uFEFF# Mastodon
LOCAL_DOMAIN=example.social
export WEB_DOMAIN = social.example.org   # the pages
EMPTY=
DB_PASS='p#ss "w0rd" $HOME'
SMTP_FROM_ADDRESS="Mastodon <notifications@example.social>"
SECRET=abc#def
SPACED=two words
KEY="line one\\nline two"
URL=https://\${LOCAL_DOMAIN}/$MISSING
COST="\\$5"
OTHER: yaml
not a line
`
  expect(parseEnvFile(text)).toEqual({
    LOCAL_DOMAIN: 'example.social',
    WEB_DOMAIN: 'social.example.org',
    EMPTY: '',
    DB_PASS: 'p#ss "w0rd" $HOME',
    SMTP_FROM_ADDRESS: 'Mastodon <notifications@example.social>',
    SECRET: 'abc#def',
    SPACED: 'two words',
    KEY: 'line one\nline two',
    URL: 'https://example.social/',
    COST: '$5',
    OTHER: 'yaml',
  })
})

test('Windows line ends and several lines in quotes are understood', () => {
  const text = 'A=1\r\nB="x\r\ny"\r\nC=3'
  expect(parseEnvFile(text)).toEqual({ A: '1', B: 'x\r\ny', C: '3' })
})
