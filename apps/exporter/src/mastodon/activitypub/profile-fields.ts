/** The table of a profile, from `accounts.fields`. */
import type { JsonValue } from '../tables/columns.ts'

export interface ProfileField {
  readonly name: string
  readonly value: string
}

/** The fields in their order; what is no field is left out. */
export function profileFields(json: JsonValue): readonly ProfileField[] {
  if (!Array.isArray(json)) return []
  return json.flatMap((field: JsonValue) => {
    if (typeof field !== 'object' || field === null || Array.isArray(field)) return []
    const { name, value } = field as { name?: JsonValue; value?: JsonValue }
    if (typeof name !== 'string' || name === '') return []
    return [{ name, value: typeof value === 'string' ? value : '' }]
  })
}
