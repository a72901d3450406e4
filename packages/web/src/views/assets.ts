/**
 * The shared assets: one style sheet, small scripts, uPlot for charts, the mark. Read once, named by
 * content.
 *
 * An address carries a fingerprint of the content, so that browsers may keep it for a year and
 * still see a new version at once.
 */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { brotliCompressSync } from 'node:zlib'

const TYPES = {
  'howdah.css': 'text/css; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'shortcuts.js': 'text/javascript; charset=utf-8',
  'chart.js': 'text/javascript; charset=utf-8',
  'uplot.js': 'text/javascript; charset=utf-8',
  'uplot.css': 'text/css; charset=utf-8',
  'mark.svg': 'image/svg+xml',
} as const

/** The names of the shared assets. */
export type AssetName = keyof typeof TYPES

interface Asset {
  readonly text: string
  readonly type: string
  readonly fingerprint: string
}

const ASSETS: ReadonlyMap<string, Asset> = new Map(
  Object.entries(TYPES).map(([name, type]) => [name, load(name, type)]),
)

function load(name: string, type: string): Asset {
  const text = textOf(name)
  return { text, type, fingerprint: fingerprintOf(text) }
}

/** uPlot is served from here like everything else; its one global becomes an export. */
function textOf(name: string): string {
  if (name === 'uplot.js') return `${libraryText('uPlot.iife.min.js')}\nexport { uPlot }\n`
  if (name === 'uplot.css') return libraryText('uPlot.min.css')
  const text = readFileSync(new URL(`../assets/${name}`, import.meta.url), 'utf8')
  // Its import needs the name by content too, or browsers would keep an old one.
  if (name !== 'chart.js') return text
  return text.replace('./uplot.js', `./uplot.js?v=${fingerprintOf(textOf('uplot.js'))}`)
}

function libraryText(file: string): string {
  return readFileSync(createRequire(import.meta.url).resolve(`uplot/dist/${file}`), 'utf8')
}

/** The first 10 characters of a SHA-256: enough to tell versions apart. */
export function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 10)
}

/** The address of an asset under `assetBase`, with its fingerprint. */
export function assetHref(assetBase: string, name: AssetName): string {
  return `${assetBase}/${name}?v=${ASSETS.get(name)?.fingerprint ?? ''}`
}

/**
 * Answers a request for a shared asset; null when the name is not one. Mount it under the same
 * base that `assetHref` gets, without a check of who asks: there is nothing secret in it. Given what the
 * browser accepts (`Accept-Encoding`), it is sent compressed.
 */
export function serveAsset(name: string, accepted = ''): Response | null {
  const asset = ASSETS.get(name)
  if (asset === undefined) return null
  if (!/\bbr\b/u.test(accepted)) return assetResponse(asset.text, asset.type)
  const response = new Response(compressed(name, asset), assetResponse('', asset.type))
  response.headers.set('content-encoding', 'br')
  response.headers.set('vary', 'accept-encoding')
  return response
}

const COMPRESSED = new Map<string, Uint8Array<ArrayBuffer>>()

/** Once a server and asset: the best compression takes a tenth of a second. */
function compressed(name: string, { text }: Asset): Uint8Array<ArrayBuffer> {
  const known = COMPRESSED.get(name) ?? new Uint8Array(brotliCompressSync(text))
  COMPRESSED.set(name, known)
  return known
}

/** A response that browsers may keep for a year; give it an address with a fingerprint. */
export function assetResponse(text: string, type: string): Response {
  return new Response(text, {
    headers: {
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    },
  })
}
