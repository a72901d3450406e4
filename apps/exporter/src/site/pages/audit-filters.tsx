/** The form above the audit, sent by GET so that a view has an address. */
import { buttonClass, Field, type View } from '@howdah/web/views'
import { type AuditView, isFiltered, LONGEST_TEXT } from './audit-filter.ts'

interface AuditFiltersProps {
  readonly view: AuditView
  /** The verbs to choose from. */
  readonly actions: readonly string[]
}

export function AuditFilters({ view, actions }: AuditFiltersProps): View {
  return (
    <form
      class="toolbar filters"
      method="get"
      action="/admin/audit"
      role="search"
      aria-label="Audit"
    >
      <TextField label="Who" name="who" value={view.who} placeholder="@name" />
      <Choice
        label="What"
        name="what"
        value={view.what}
        options={actions.map((one) => [one, one])}
      />
      <TextField
        label="To whom or what"
        name="target"
        value={view.target}
        placeholder="@name, export 12, a jid"
      />
      <Choice
        label="Result"
        name="result"
        value={view.result}
        options={[
          ['done', 'done'],
          ['refused', 'not done'],
        ]}
      />
      <DayField label="From (UTC)" name="from" value={view.from} />
      <DayField label="To (UTC)" name="to" value={view.to} />
      <Field label="Search" id="q">
        <input
          class="input"
          id="q"
          name="q"
          type="search"
          value={view.q}
          maxlength={LONGEST_TEXT}
          placeholder="any part of a line"
        />
      </Field>
      <div class="buttons">
        <button class={buttonClass()} type="submit">
          Apply
        </button>
        {isFiltered(view) ? (
          <a class={buttonClass('quiet')} href="/admin/audit">
            Clear
          </a>
        ) : null}
      </div>
    </form>
  )
}

interface FilterProps {
  readonly label: string
  readonly name: keyof AuditView
  readonly value: string
}

function TextField({
  label,
  name,
  value,
  placeholder,
}: FilterProps & { placeholder: string }): View {
  return (
    <Field label={label} id={name}>
      <input
        class="input"
        id={name}
        name={name}
        value={value}
        maxlength={LONGEST_TEXT}
        placeholder={placeholder}
      />
    </Field>
  )
}

function DayField({ label, name, value }: FilterProps): View {
  return (
    <Field label={label} id={name}>
      <input class="input" id={name} name={name} type="date" value={value} />
    </Field>
  )
}

function Choice(
  props: FilterProps & { options: readonly (readonly [value: string, label: string])[] },
): View {
  const { label, name, value, options } = props
  // A verb from a kept address may not have happened yet; the form must not forget it.
  const all =
    options.some(([one]) => one === value) || value === '' ? options : [...options, [value, value]]
  return (
    <Field label={label} id={name}>
      <select class="select" id={name} name={name}>
        <option value="">any</option>
        {all.map(([one, text]) => (
          <option value={one} selected={one === value}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  )
}
