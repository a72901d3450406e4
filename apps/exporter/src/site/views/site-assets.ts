/**
 * The site's own asset beside the shared ones: a small style sheet.
 */
import { readFileSync } from 'node:fs'
import { assetHref, assetResponse, fingerprintOf, serveAsset } from '@howdah/web/views'

/** Where assets are served. Nothing in them is secret, so visitors may read them too. */
export const ASSET_BASE = '/assets'

const STYLE = readFileSync(new URL('../assets/site.css', import.meta.url), 'utf8')

/** The address of the site's style sheet, with its fingerprint. */
export function siteStylesheet(): string {
  return `${ASSET_BASE}/site.css?v=${fingerprintOf(STYLE)}`
}

/** The address of the shared script that keeps the live parts of a page fresh. */
export function liveScript(): string {
  return assetHref(ASSET_BASE, 'console.js')
}

/** Answers a request under {@link ASSET_BASE}; null when there is no such asset. */
export function siteAsset(name: string): Response | null {
  if (name === 'site.css') return assetResponse(STYLE, 'text/css; charset=utf-8')
  return serveAsset(name)
}
