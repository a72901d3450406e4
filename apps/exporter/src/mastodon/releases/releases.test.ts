import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { RELEASE_NAMES, type ReleaseName } from './release.ts'
import { releaseOf } from './releases.ts'
import { Schema } from './schema.ts'

interface Recorded {
  readonly outbox_full: readonly unknown[]
  readonly actor_without_nested: readonly unknown[]
}

const RECORDED: Readonly<Record<ReleaseName, string>> = {
  '4.2': 'v4.2.0',
  '4.3': 'v4.3.23',
  '4.4': 'v4.4.22',
  '4.5': 'v4.5.15',
  '4.6': 'v4.6.5',
  '4.7': 'main',
}

const file = new URL('../../../fixtures/mastodon/contexts.json', import.meta.url)
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Recorded>>

describe.each(RELEASE_NAMES)('contexts of %s', (name) => {
  test('are the recorded ones, byte by byte', () => {
    const { contexts } = releaseOf(name)
    const { outbox_full: outbox, actor_without_nested: actor } = recorded[RECORDED[name]]!
    expect(JSON.stringify(contexts.outbox)).toBe(JSON.stringify(outbox))
    const written = [...contexts.actor.named, contexts.actor.terms]
    expect(JSON.stringify(written)).toBe(JSON.stringify(actor))
  })

  test('explain every key of its own that a note or an actor may have', () => {
    const { contexts, noteKeys, actorKeys } = releaseOf(name)
    const terms = Object.keys(contexts.outbox.at(-1) as object)
    const own = ['devices', 'showFeatured', 'quote', 'interactionPolicy', 'votersCount', 'memorial']
    for (const key of own) {
      if ([...noteKeys, ...actorKeys].some((one) => one === key)) expect(terms).toContain(key)
    }
  })
})

test('glitch-soc brings the terms for its own key first', () => {
  const { contexts, noteKeys } = releaseOf('4.5', 'glitch-soc')
  const terms = contexts.outbox.at(-1) as Record<string, unknown>
  expect(Object.keys(terms).slice(0, 2)).toEqual(['litepub', 'directMessage'])
  expect(Object.keys(terms).slice(2)).toEqual(
    Object.keys(releaseOf('4.5').contexts.outbox.at(-1) as object),
  )
  expect(noteKeys[noteKeys.indexOf('updated') + 1]).toBe('directMessage')
})

test('a schema tells tables and columns apart', () => {
  const schema = new Schema(new Map([['accounts', new Set(['id'])]]))
  expect(schema.has('accounts')).toBe(true)
  expect(schema.has('accounts', 'id')).toBe(true)
  expect(schema.has('accounts', 'id_scheme')).toBe(false)
  expect(schema.has('quotes')).toBe(false)
  expect(schema.has('quotes', 'id')).toBe(false)
})
