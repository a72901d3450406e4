import { readFileSync } from 'node:fs'
import { array, assert, constantFrom, oneof, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FormatterContext, formatPost } from './formatter.ts'
import { escapeHtml } from './html.ts'
import { markdownHtml } from './markdown/markdown.ts'
import { RICH_FORMATS } from './rich-post.ts'
import { FORMATTER_RULES, type FormatterVersion } from './rules.ts'
import { sanitizedHtml } from './sanitizer.ts'

interface Vector {
  readonly text: string
  readonly html: string
}

/** Recorded from Redcarpet 3.6.1, and from Sanitize 6.0.0 on Nokogiri's HTML5 trees. */
const file = new URL('../../../fixtures/mastodon/rich-text-vectors.json', import.meta.url)
const recorded = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly markdown: readonly Vector[]
  readonly sanitized: readonly Vector[]
}

test.each(recorded.markdown)('renders the Markdown $text', ({ text, html }) => {
  expect(markdownHtml(text, (url) => `<a href="${escapeHtml(url)}">L</a>`)).toBe(html)
})

test.each(recorded.sanitized)('keeps of the HTML $text what is allowed', ({ text, html }) => {
  const options = { linkRel: 'nofollow noopener', webUrl: 'https://example.com' }
  const rules = FORMATTER_RULES['4.6'].html
  expect(sanitizedHtml(text, { ...options, rules, textHtml: () => null })).toBe(html)
})

function contextOf(version: FormatterVersion): FormatterContext {
  return {
    rules: FORMATTER_RULES[version],
    localDomain: 'example.com',
    webUrl: 'https://example.com',
    accounts: [
      { username: 'alice', domain: null, url: 'https://example.com/@alice' },
      { username: 'bob', domain: 'remote.example', url: 'https://remote.example/@bob' },
    ],
  }
}

function rendered(type: string, text: string, version: FormatterVersion, quoted?: string): string {
  return (RICH_FORMATS.get(type) ?? formatPost)(text, contextOf(version), quoted)
}

function markdown(text: string, version: FormatterVersion = '4.6', quoted?: string): string {
  return rendered('text/markdown', text, version, quoted)
}

function html(text: string, version: FormatterVersion = '4.6'): string {
  return rendered('text/html', text, version)
}

const ALICE =
  '<span class="h-card" translate="no">' +
  '<a href="https://example.com/@alice" class="u-url mention">@<span>alice</span></a></span>'
const BOB =
  '<span class="h-card" translate="no"><a href="https://remote.example/@bob" class="u-url mention"' +
  ' rel="nofollow noopener" target="_blank">@<span>bob</span></a></span>'
const TAG =
  '<a href="https://example.com/tags/tag" class="mention hashtag" rel="tag">#<span>tag</span></a>'

function link(shown: string, prefix = 'https://'): string {
  return (
    `<a href="${prefix}${shown}" target="_blank" rel="nofollow noopener" translate="no">` +
    `<span class="invisible">${prefix}</span><span class="">${shown}</span>` +
    '<span class="invisible"></span></a>'
  )
}

describe('a post in Markdown', () => {
  test('has mentions, hashtags and addresses as links, within other elements too', () => {
    expect(markdown('*hello* @alice and @bob@remote.example #tag')).toBe(
      `<p><em>hello</em> ${ALICE} and ${BOB} ${TAG}</p>`,
    )
    expect(markdown('# @alice\n\n- #tag\n- https://e.org/x\n\n> **@alice**')).toBe(
      `<h1>${ALICE}</h1><ul><li>${TAG}</li><li>${link('e.org/x')}</li></ul>` +
        `<blockquote><p><strong>${ALICE}</strong></p></blockquote>`,
    )
  })

  test('has none of them in code and in links', () => {
    expect(markdown('`@alice #tag https://e.org`')).toBe(
      '<p><code>@alice #tag https://e.org</code></p>',
    )
    expect(markdown('```\n@alice\n  #tag <b>\n```')).toBe(
      '<pre><code>@alice<br>  #tag &lt;b&gt;<br></code></pre>',
    )
    expect(markdown('[@alice #tag](https://e.org)')).toBe(
      '<p><a href="https://e.org" target="_blank" rel="nofollow noopener">@alice #tag</a></p>',
    )
  })

  test('mentions nobody whom the post does not mention', () => {
    expect(markdown('*@carol*')).toBe('<p><em>@carol</em></p>')
  })

  test('says of links to its own server nothing, and of others what the release says', () => {
    const own = markdown('[x](https://example.com/about)')
    expect(own).toBe('<p><a href="https://example.com/about" target="_blank">x</a></p>')
    expect(markdown('[x](https://e.org)', '4.3')).toContain('rel="nofollow noopener noreferrer"')
    expect(markdown('@bob@remote.example', '4.2')).toContain('rel="nofollow noopener noreferrer"')
  })

  test('links no relative addresses, no mail and no scripts', () => {
    for (const url of ['/about', '#top', 'mailto:me@e.org', 'ftp://e.org', 'mailto:x']) {
      expect(markdown(`[x](${url})`)).toMatch(/^<p>(?:x|\[x\]\(.*\))<\/p>$/)
    }
    expect(markdown('[x](javascript:alert(1))')).toBe('<p>[x](javascript:alert(1))</p>')
    expect(markdown('me@example.org')).toBe('<p>me@example.org</p>')
  })

  test('holds no scripts, whatever HTML was typed in it', () => {
    expect(markdown('a <script>alert(1)</script> b')).toBe('<p>a  b</p>')
    expect(markdown('<p onclick="x()">p</p>')).toBe('<p>p</p>')
    expect(markdown('<a href="java&#115;cript:x">*a*</a>')).toBe('<p>a</p>')
    expect(markdown('==marked== and a rule\n\n---')).toBe('<p>marked and a rule</p> ')
  })

  test('has the link to the quoted post in front, unless it is there', () => {
    const quoted = 'https://e.org/1'
    expect(markdown('*a*', '4.5', quoted)).toBe(
      `<p class="quote-inline">RE: ${link('e.org/1')}</p><p><em>a</em></p>`,
    )
    expect(markdown(`see ${quoted}`, '4.5', quoted)).not.toContain('RE:')
    expect(markdown('*a*', '4.4', quoted)).toBe('<p><em>a</em></p>')
    expect(markdown('', '4.5', quoted)).toMatch(/^<p class="quote-inline">/)
  })

  test('is empty when nothing of it is left', () => {
    expect(markdown('')).toBe('')
    expect(markdown('[ref]: https://e.org')).toBe('')
  })
})

describe('a post in HTML', () => {
  test('has mentions, hashtags and addresses as links, but not in links and code', () => {
    expect(html('<b>@alice</b> &#64;alice')).toBe(`<b>${ALICE}</b> ${ALICE}`)
    expect(html('<code>@alice</code><a href="https://e.org">#tag</a> #tag')).toBe(
      '<code>@alice</code><a href="https://e.org" rel="nofollow noopener" target="_blank">#tag</a> ' +
        TAG,
    )
  })

  test('keeps its line ends as they are', () => {
    expect(html('<p>a\nb</p>\n\nc')).toBe('<p>a\nb</p>\n\nc')
  })

  test('keeps what the release keeps', () => {
    const typed = '<s lang="de">a</s><p class="quote-inline">b</p>'
    expect(html(typed, '4.2')).toBe('a<p>b</p>')
    expect(html(typed, '4.4')).toBe('<s>a</s><p>b</p>')
    expect(html(typed, '4.5')).toBe('<s>a</s><p class="quote-inline">b</p>')
    expect(html(typed, '4.6')).toBe('<s lang="de">a</s><p class="quote-inline">b</p>')
  })

  test('stays as it was typed where its elements are too deep for any server', () => {
    const typed = `${'<b>'.repeat(1000)}x`
    expect(html(typed)).toBe(formatPost(typed, contextOf('4.6')))
  })
})

/** What people type, and what they should not. */
const MARKS =
  '* ** _ ~~ ` ```\n \n \n\n -\t 1.\t > # [a]( ) [ <b> </b> <script> </script> <img\tsrc=x\tonerror=y> ' +
  '<a\thref= "> \' <!-- javascript:x <svg> <style> @alice #tag https://e.org/x & &lt; < >'
const pieces = array(
  oneof(
    constantFrom(...MARKS.split(' ').map((mark) => mark.replaceAll('\t', ' '))),
    string({ unit: 'binary', maxLength: 5 }),
  ),
  { maxLength: 30 },
)

test('nothing that runs is ever written, in any text', () => {
  assert(
    property(pieces, (typed) => {
      const text = typed.join('').toWellFormed()
      for (const written of [markdown(text), html(text)]) {
        const tags = written.match(/<[^>]*>/g) ?? []
        for (const tag of tags) {
          expect(tag).toMatch(
            /^<\/?(?:p|br|span|a|abbr|del|s|pre|blockquote|code|b|strong|u|sub|sup|i|em|h[1-5]|ul|ol|li|ruby|rt|rp)[ >]/,
          )
          expect(tag).not.toMatch(/ (?:on\w+|style|src)=|="javascript:/)
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('long texts of marks take no long time', () => {
  for (const mark of [
    '*',
    '_',
    '[',
    '`',
    '<',
    '> ',
    '- ',
    '**a',
    '[a](',
    '<b>',
    '&',
    '^(',
    '==',
    'www.',
    '@a',
    ':/',
    '\n',
  ]) {
    const text = mark.repeat(Math.floor(4000 / mark.length))
    expect(typeof markdown(text)).toBe('string')
  }
})
