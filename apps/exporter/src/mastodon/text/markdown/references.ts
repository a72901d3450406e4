/** Addresses that a text names once, `[name]: https://example.com "title"`, and the lines that are left. */
import { fenceAt } from './lines.ts'

export interface Reference {
  readonly url: string
  readonly title: string
}

/** By {@link referenceKey}. */
export type References = ReadonlyMap<string, Reference>

/** Names are the same whatever the case of their ASCII letters. */
export function referenceKey(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

const TAB_WIDTH = 4

/** Takes the references out of a text; tabs become spaces, all line ends become "\n". */
export function takeReferences(source: string): { text: string; references: References } {
  const references = new Map<string, Reference>()
  let text = ''
  let fence = ''
  for (let at = source.startsWith('\xEF\xBB\xBF') ? 3 : 0; at < source.length;) {
    const found = fenceAt(source, at, fence)
    if (found !== null) fence = fence === '' ? found.mark : ''
    const reference = fence === '' ? referenceAt(source, at) : null
    if (reference === null) {
      const [line = '', ends = ''] = lineAt(source, at)
      text += withoutTabs(line) + ends.replaceAll('\r\n', '\n').replaceAll('\r', '\n')
      at += line.length + ends.length
    } else {
      references.set(referenceKey(reference.name), reference)
      at = reference.end
    }
  }
  return { text: text === '' || text.endsWith('\n') ? text : `${text}\n`, references }
}

/** A line and all line ends behind it. */
function lineAt(text: string, start: number): readonly string[] {
  const line = /([^\n\r]*)([\n\r]*)/y
  line.lastIndex = start
  return line.exec(text)?.slice(1) ?? []
}

const NAME = / {0,3}\[([^\]\n\r]*)\]:[\t ]*(?:\n\r?|\r)?[\t ]*/y
const URL_END = /[\t ]*(?=[\n\r'"(]|$)/y
const SPACES = /[\t ]*/y

interface FoundReference extends Reference {
  readonly name: string
  /** Where its line ends. */
  readonly end: number
}

function referenceAt(text: string, start: number): FoundReference | null {
  NAME.lastIndex = start
  const name = NAME.exec(text)
  if (name === null || NAME.lastIndex >= text.length) return null
  const from = NAME.lastIndex + (text.charAt(NAME.lastIndex) === '<' ? 1 : 0)
  const to = endOf(/[^ \n\r]*/y, text, from)
  const url = text.slice(from, text.charAt(to - 1) === '>' ? to - 1 : to)
  URL_END.lastIndex = to
  if (url === '' || !URL_END.test(text)) return null
  const behind = URL_END.lastIndex
  const isLineEnd = behind >= text.length || /[\n\r]/.test(text.charAt(behind))
  const title = titleAt(text, isLineEnd ? endOf(SPACES, text, behind + 1) : behind)
  if (title === null && !isLineEnd) return null
  return { name: name[1] ?? '', url, title: title?.title ?? '', end: title?.end ?? behind }
}

/** A title stands alone on its line, or ends it. */
function titleAt(text: string, start: number): { title: string; end: number } | null {
  if (start + 1 >= text.length || !/['"(]/.test(text.charAt(start))) return null
  const end = endOf(/[^\n\r]*/y, text, start + 1)
  const line = text.slice(start + 1, end).replace(/ +$/, '')
  if (line.length < 2 || !/['")]$/.test(line)) return null
  return { title: line.slice(0, -1), end }
}

function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start
  return pattern.test(text) ? pattern.lastIndex : start
}

function withoutTabs(line: string): string {
  if (!line.includes('\t')) return line
  let text = ''
  for (const piece of line.split(/(\t)/)) {
    text += piece === '\t' ? ' '.repeat(TAB_WIDTH - (text.length % TAB_WIDTH)) : piece
  }
  return text
}
