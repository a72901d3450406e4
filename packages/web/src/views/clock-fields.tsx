/**
 * By which clock somebody reads times: UTC, that of a zone, or as distances. The fields are named as
 * `parsePreferences` reads them.
 */

import type { Preferences } from '../language/preferences.ts'
import { words } from '../words/words.ts'
import { Choice, Field } from './form.tsx'
import type { View } from './view.ts'

/** What was chosen, or what was typed and cannot be. */
export interface ClockFieldsProps {
  readonly preferences: Pick<Preferences, 'time' | 'timeZone'>
  /** What is wrong with the zone. */
  readonly zoneError?: string
}

/** Two fields of a form: how times are shown, and the zone for who wants one. */
export function ClockFields({ preferences, zoneError }: ClockFieldsProps): View {
  const { time, times, zone, zoneHint } = words().settings
  return (
    <>
      <Field id="time" label={time}>
        <Choice name="time" value={preferences.time} options={times} />
      </Field>
      <Field
        id="zone"
        label={zone}
        hint={zoneHint}
        {...(zoneError === undefined ? {} : { error: zoneError })}
      >
        <input
          class="input"
          id="zone"
          name="zone"
          list="zones"
          value={preferences.timeZone ?? ''}
          aria-describedby={zoneError === undefined ? 'zone-hint' : 'zone-hint zone-error'}
          {...(zoneError === undefined ? {} : { 'aria-invalid': 'true' })}
        />
        <datalist id="zones">
          {Intl.supportedValuesOf('timeZone').map((name) => (
            <option value={name}></option>
          ))}
        </datalist>
      </Field>
    </>
  )
}
