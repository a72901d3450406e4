import * as fc from 'fast-check'
import { jsx as honoJsx } from 'hono/jsx/jsx-runtime'
import { describe, expect, test } from 'vitest'
import { type Child, Fragment, jsx } from './jsx-runtime.ts'

/** An element, told by data, so that two runtimes can make the same. */
interface Plan {
  readonly tag: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly children: readonly (Plan | string | number | boolean | null | undefined)[]
}

const text = fc.string({
  unit: fc.constantFrom('a', 'é', '&', '<', '>', '"', "'", ' ', '\n', '&lt;', '</td>'),
})
const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined))
const names = [
  'class',
  'data-x',
  'aria-hidden',
  'hidden',
  'checked',
  'disabled',
  'colspan',
  'value',
  'href',
]
const { plan } = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.record({
    tag: fc.constantFrom('div', 'p', 'td', 'a', 'span', 'table'),
    attributes: fc.dictionary(fc.constantFrom(...names), value),
    children: fc.array(fc.oneof({ depthSize: 'small' }, value, tie('plan'))),
  }),
}))

function isPlan(child: Plan['children'][number]): child is Plan {
  return typeof child === 'object' && child !== null
}

type Make = (tag: string, props: Record<string, unknown>) => unknown

function build(make: Make, { tag, attributes, children }: Plan): unknown {
  const made = children.map((child) => (isPlan(child) ? build(make, child) : child))
  return make(tag, {
    ...attributes,
    ...(made.length > 0 && { children: made.length === 1 ? made[0] : made }),
  })
}

const make: Make = (tag, props) => jsx(tag, props)

describe('an element', () => {
  test('has the text that Hono’s runtime gives it', () => {
    fc.assert(
      fc.property(plan, (one) => {
        expect(String(build(make, one))).toBe(String(build(honoJsx, one)))
      }),
      { numRuns: 300 },
    )
  })

  test('without content has no end', () => {
    expect(String(jsx('input', { name: 'a', value: 1n, required: true }))).toBe(
      '<input name="a" value="1" required=""/>',
    )
  })

  test('of a component is what that returns, escaped once', () => {
    const Name = ({ children }: { readonly children?: Child }) => jsx('b', { children })
    expect(String(jsx('p', { children: jsx(Name, { children: '<&>' }) }))).toBe(
      '<p><b>&lt;&amp;&gt;</b></p>',
    )
    expect(String(jsx(() => '<i>', {}))).toBe('&lt;i&gt;')
    expect(String(jsx(Fragment, { children: ['1', [2, null], false, jsx('i', {})] }))).toBe(
      '12<i></i>',
    )
  })

  test('refuses what would not be inert: names that end a tag, functions, objects that say they are HTML', () => {
    expect(() => jsx('p', { 'x><script>': '1' })).toThrow('is no name of an attribute')
    expect(() => jsx('p', { title: { toString: () => '"><script>' } })).toThrow(
      'neither text nor a number',
    )
    expect(() => jsx('p', { onclick: () => 1 })).toThrow('neither text nor a number')
    const forged = { isEscaped: true, toString: () => '<script>' } as unknown as Child
    expect(() => jsx('p', { children: forged })).toThrow('A child is')
  })
})
