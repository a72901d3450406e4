/**
 * The few messages of the PostgreSQL protocol that the demo's server says by itself: the greeting,
 * and the last words to a client it drops. Everything else comes from PGlite.
 */

/** What a client may rely on; the demo's database runs with exactly these. */
const PARAMETERS: Readonly<Record<string, string>> = {
  server_encoding: 'UTF8',
  client_encoding: 'UTF8',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  integer_datetimes: 'on',
  standard_conforming_strings: 'on',
}

/** "No encryption here": the one answer without a type byte. */
export const NO_ENCRYPTION: Buffer = Buffer.from('N')

/**
 * The answer to a start message: welcome without a password, the parameters, ready.
 *
 * @param serverVersion as `SHOW server_version` says it, such as `18.6`
 * @param number of the connection, which a client would show in a cancel request
 */
export function greeting(serverVersion: string, number: number): Buffer {
  const parameters = { server_version: serverVersion, ...PARAMETERS }
  return Buffer.concat([
    message('R', int32(0)),
    ...Object.entries(parameters).map(([name, value]) => message('S', text(name), text(value))),
    message('K', int32(number), int32(0)),
    message('Z', Buffer.from('I')),
  ])
}

/** The end of a connection from our side. `code` is a SQLSTATE such as `57P01`. */
export function fatalError(code: string, sentence: string): Buffer {
  const fields = { S: 'FATAL', V: 'FATAL', C: code, M: sentence }
  const parts = Object.entries(fields).flatMap(([key, value]) => [Buffer.from(key), text(value)])
  return message('E', ...parts, Buffer.from([0]))
}

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from(value), Buffer.from([0])])
}
