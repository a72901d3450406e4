import { describe, expect, it } from 'vitest'
import { createOutput } from './output.ts'

describe('output', () => {
  it('puts the name in front of every line, also of lines that come in pieces', () => {
    const text = collect((output) => {
      const web = output.from('web')
      web('one\ntw')
      output.from('work')('hello\n')
      web('o\n\n')
    })
    expect(text).toBe('web     │ one\nwork    │ hello\nweb     │ two\n')
  })

  it('shows log lines in JSON as text', () => {
    const lines = [
      { level: 30, time: 1, pid: 2, msg: 'done', jid: 'ab', took: { ms: 3 } },
      { level: 50, msg: 'failed' },
      { no: 'message' },
    ]
    const text = collect((output) =>
      lines.forEach((line) => output.from('work')(`${JSON.stringify(line)}\n`)),
    )
    expect(text.split('\n')).toEqual([
      'work    │ done jid=ab took={"ms":3}',
      'work    │ error: failed',
      'work    │ {"no":"message"}',
      '',
    ])
  })
})

function collect(write: (output: ReturnType<typeof createOutput>) => void): string {
  let text = ''
  write(createOutput({ write: (piece) => (text += piece) }, false))
  return text
}
