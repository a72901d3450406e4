/** Patterns for LIKE in which a text's own wildcards mean themselves. */

export function containing(text: string): string {
  return `%${literal(text)}%`
}

export function beginningWith(text: string): string {
  return `${literal(text)}%`
}

function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`)
}
