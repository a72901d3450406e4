import { describe, expect, test } from 'vitest'
import { findEntities } from './entities.ts'
import {
  formatField,
  formatNote,
  formatPost,
  type FormatterContext,
  type MentionableAccount,
} from './formatter.ts'
import { FORMATTER_RULES, type FormatterVersion } from './rules.ts'

function context(accounts: readonly MentionableAccount[] = []): FormatterContext {
  return {
    rules: FORMATTER_RULES['4.5'],
    localDomain: 'example.social',
    webUrl: 'https://web.example.social',
    accounts,
  }
}

/** What is linked, as it stands in the text. */
function linked(text: string, version: FormatterVersion = '4.5'): string[] {
  return findEntities(text, FORMATTER_RULES[version]).map(({ start, end }) =>
    text.slice(start, end),
  )
}

describe('addresses', () => {
  test.each([
    ['日本語https://example.com', ['https://example.com']],
    ['ahttps://example.com $https://example.com @https://example.com', []],
    ['httpſ://example.com', ['httpſ://example.com']],
    ['https://a_b.example.com https://a_b.com https://-a.com', ['https://a_b.example.com']],
    ['https://example.com.zzz/x', ['https://example.com']],
    ['https://example.comé', ['https://example.com']],
    ['https://example.com+', []],
    ['https://пример.РФ/', ['https://пример.РФ/']],
    [
      `https://${'x'.repeat(64)}.com https://${'x'.repeat(63)}.com`,
      [`https://${'x'.repeat(63)}.com`],
    ],
    ['https://😀.com/', []],
    ['web.archive.org/web/2020/https://example.com', []],
    [
      `https://t.co/${'a'.repeat(41)} https://t.co/${'a'.repeat(40)}`,
      [`https://t.co/${'a'.repeat(40)}`],
    ],
    [`https://example.com/${'a'.repeat(4077)}`, []],
    [`https://example.com/${'a'.repeat(4076)}`, [`https://example.com/${'a'.repeat(4076)}`]],
    // The flag of Wales is a flag and tags; tags are no part of an address.
    ['https://example.com/?q=🏴\u{E0067}\u{E0062}', ['https://example.com/?q=🏴']],
    ['https://example.com/?q=😀\u{1FFFE}x', ['https://example.com/?q=😀']],
    ['https://example.com/a.?b', ['https://example.com/a']],
    ['https://example.com/(a)(b(c)d)e)', ['https://example.com/(a)(b(c)d)e']],
    ['https://example.com/((a))', ['https://example.com/((a))']],
    [
      'https://example.com/a_(я–é) https://example.com/a_(日本)',
      ['https://example.com/a_(я–é)', 'https://example.com/a_'],
    ],
    [
      'https://example.com/a(日)b https://example.com/a(日(b))(c)',
      ['https://example.com/a(日)b', 'https://example.com/a(日(b))(c)'],
    ],
    ['https://example.com/(a(^)c)', ['https://example.com/']],
    ['https://example.com/(((a)))', ['https://example.com/']],
  ])('in %j are %j', (text, expected) => {
    expect(linked(text)).toEqual(expected)
  })

  test('lose the zeros before a port, and port 0', () => {
    expect(formatPost('https://example.com:0080/ https://example.com:0/', context())).toMatch(
      /href="https:\/\/example\.com:80\/".*href="https:\/\/example\.com\/"/,
    )
  })

  test('of other schemes', () => {
    expect(
      linked('xmpp://me@a.com/you@b.com/res?join XMPP:you@b.com magnet:?xt=urn:btih:1 magnet:x'),
    ).toEqual(['xmpp://me@a.com/you@b.com/res?join', 'XMPP:you@b.com', 'magnet:?xt=urn:btih:1'])
  })
})

describe('hashtags', () => {
  test.each([
    ['#a#b (#c) =#d /#e )#f', ['#a', '#c']],
    ['#1_2 #1·a· #·a #_1 #12', ['#1_2', '#1·a']],
    ['#foohttp://example.com', ['#foo']],
    ['#http://example.com', ['#http']],
    ['#https', ['#https']],
    ['##a', ['#a']],
    ['#e\u0301t\u00e9', ['#e\u0301t\u00e9']],
  ])('in %j are %j', (text, expected) => {
    expect(linked(text)).toEqual(expected)
  })

  test('need white space before them from 4.6 on', () => {
    expect(linked('#a#b (#c) 。#d \u3000#e\n#f', '4.6')).toEqual(['#a', '#e', '#f'])
  })
})

describe('mentions', () => {
  const bob = { username: 'Bob', domain: 'xn--bcher-kva.example', url: 'https://b.example/@Bob' }
  const local = { username: 'bob', domain: null, url: 'https://web.example.social/@bob' }

  test.each([
    ['@a.b @a. @-a @a--b', ['@a.b', '@a', '@a--b']],
    ['x@a /@a =@a 日@a .@a', ['@a']],
    ['@a@b@c @é @aé @a://x', []],
    // Case-blind matching would take these for accented Latin letters, as U+0345 and U+0193 are.
    ['@aι @bɠ @cÉ', ['@a', '@b']],
    [`@a@${'x'.repeat(254)} @a@${'x'.repeat(253)}`, [`@a@${'x'.repeat(253)}`]],
  ])('in %j are %j', (text, expected) => {
    expect(linked(text)).toEqual(expected)
  })

  test('have looser domains in 4.2, but none of one character', () => {
    const text = '@a@b @a@.b.c. @a@bc @a@-b--c-'
    expect(linked(text, '4.2')).toEqual(['@a@.b.c', '@a@bc', '@a@-b--c'])
    expect(linked(text, '4.3')).toEqual(['@a@b', '@a@bc'])
  })

  test('show the domain in Unicode, and only where the name alone says too little', () => {
    const alone = formatPost('@bob@XN--BCHER-KVA.example', context([bob]))
    expect(alone).toContain('@<span>Bob</span>')
    const both = formatPost('@bob @bob@xn--bcher-kva.example', context([local, bob]))
    expect(both).toContain('@<span>bob</span>')
    expect(both).toContain('@<span>Bob@bücher.example</span>')
    // A profile's note is not formatted with a list of accounts: there nobody has a namesake.
    expect(formatNote('@bob @bob@xn--bcher-kva.example', context([local, bob]))).toContain(
      '@<span>Bob</span>',
    )
    // It is looked up as it is stored; a post's mention must be spelt like that.
    expect(formatNote('@bob@bücher.example', context([bob]))).toContain('@<span>Bob</span>')
    expect(formatPost('@bob@bücher.example', context([bob]))).toBe('<p>@bob@bücher.example</p>')
    expect(formatField('@bob@xn--bcher-kva.example', context([bob]))).toContain(
      'Bob@bücher.example',
    )
  })

  test('with the own domain mean accounts of this server', () => {
    expect(formatPost('@bob@Example.Social', context([local]))).toContain(
      'href="https://web.example.social/@bob"',
    )
  })
})

describe('the paragraph about a quoted post', () => {
  const url = 'https://b.example/@bob/1'

  test('squishes all white space of the post, but only when it is added', () => {
    const text = 'a\u00a0\u00a0b\tc\u3000d'
    expect(formatPost(text, context(), url)).toMatch(/<\/p><p>a b c d<\/p>$/)
    expect(formatPost(`${text} ${url}`, context(), url)).toContain('a\u00a0\u00a0b\tc\u3000d')
    expect(formatPost(text, context())).toBe(`<p>${text}</p>`)
  })

  test('is all there is of a post without text', () => {
    expect(formatPost(' ', context(), url)).toMatch(
      /^<p class="quote-inline">RE: <a [^]*<\/a><\/p>$/,
    )
  })
})
