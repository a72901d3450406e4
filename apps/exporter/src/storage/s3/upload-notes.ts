/**
 * Notes beside a file that is on its way into a bucket: which upload it is and which of its parts
 * have arrived, so that a new process sends only the others. The bucket is asked as well before
 * they are believed; a line that a crash has torn is passed over.
 */
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'

const headSchema = z.object({
  key: z.string(),
  uploadId: z.string(),
  sizeBytes: z.number().int(),
  partBytes: z.number().int().positive(),
})
const partSchema = z.tuple([z.number().int().positive(), z.string()])

export type UploadHead = Readonly<z.infer<typeof headSchema>>

export interface UploadNotes {
  readonly head: UploadHead
  /** ETags by part number. */
  readonly parts: ReadonlyMap<number, string>
}

export async function readNotes(path: string): Promise<UploadNotes | null> {
  const text = await readFile(path, 'utf8').catch(() => '') // No notes, no upload.
  const [first = '', ...rest] = text.split('\n')
  const { data: head } = headSchema.safeParse(parse(first))
  if (head === undefined) return null
  const parts = new Map<number, string>()
  for (const line of rest) {
    const { data: part } = partSchema.safeParse(parse(line))
    if (part !== undefined) parts.set(part[0], part[1])
  }
  return { head, parts }
}

export async function beginNotes(path: string, head: UploadHead): Promise<void> {
  await writeFile(path, `${JSON.stringify(head)}\n`)
}

export async function notePart(path: string, number: number, etag: string): Promise<void> {
  await appendFile(path, `${JSON.stringify([number, etag])}\n`)
}

export async function removeNotes(path: string): Promise<void> {
  await rm(path, { force: true })
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
