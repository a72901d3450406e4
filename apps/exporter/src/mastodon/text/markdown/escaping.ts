/** Text and addresses between tags and in attributes, as Redcarpet writes them. */

const UNSAFE_IN_ADDRESS = /[^\w!#$%&()*+,\-./:;=?@]/g

/** An address as the value of an attribute; entities in it stay. */
export function escapeAddress(address: string): string {
  return address.replace(UNSAFE_IN_ADDRESS, (byte) => {
    if (byte === "'") return '&#x27;'
    return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  })
}

/** Without the backslashes that protect characters. */
export function unescaped(text: string): string {
  return text.replace(/\\([^])|\\$/g, '$1')
}

/** Whether an address may be linked at all. */
export function isSafeAddress(address: string): boolean {
  return /^(?:[#/]|https?:\/\/|ftp:\/\/|mailto:)[a-z0-9]/i.test(address)
}

export function isSpace(character: string): boolean {
  return character === ' ' || character === '\n'
}

/** A letter or digit of ASCII. */
export function isAlphanumeric(character: string): boolean {
  return /^[a-z0-9]$/i.test(character)
}
