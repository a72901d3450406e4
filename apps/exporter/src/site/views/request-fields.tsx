/** What the forms have in common in which administrators request exports for members. */
import { Choice, Field, type View } from '@howdah/web/views'
import { LONGEST_REQUEST_REASON } from '../../ledger/requests.ts'
import type { ExportType } from '../../ledger/types.ts'

/** The type of the export, in the words of the form. */
export function TypeField(props: {
  label: string
  types: Readonly<Record<ExportType, string>>
}): View {
  const { backup, migration } = props.types
  return (
    <Field label={props.label} id="type">
      <Choice name="type" value="backup" options={{ backup, migration }} />
    </Field>
  )
}

/** Why; the members read it. */
export function ReasonField({ label, hint }: { label: string; hint: string }): View {
  return (
    <Field label={label} id="reason" hint={hint}>
      <textarea
        class="input"
        id="reason"
        name="reason"
        rows={2}
        maxlength={LONGEST_REQUEST_REASON}
        required
        aria-describedby="reason-hint"
      ></textarea>
    </Field>
  )
}
