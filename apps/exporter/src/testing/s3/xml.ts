/** The XML that S3's server answers with, and the little of it that it reads. */

export type XmlValue = string | number | readonly XmlValue[] | { readonly [name: string]: XmlValue }

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

export function xml(name: string, value: XmlValue): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, value)}`
}

function element(name: string, value: XmlValue): string {
  if (Array.isArray(value)) return value.map((item: XmlValue) => element(name, item)).join('')
  const inner =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([child, content]) => element(child, content))
          .join('')
      : String(value).replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)
  return `<${name}>${inner}</${name}>`
}

/** Part numbers and ETags of a request that completes an upload. */
export function readCompletion(text: string): { number: number; etag: string }[] {
  return [...text.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
    number: Number(/<PartNumber>(\d+)<\/PartNumber>/.exec(part)?.[1]),
    etag: (/<ETag>(.*?)<\/ETag>/.exec(part)?.[1] ?? '').replaceAll(/&quot;|&#34;/g, '"'),
  }))
}
