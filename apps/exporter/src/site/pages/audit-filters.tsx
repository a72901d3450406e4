/** The form above the audit, sent by GET so that a view has an address. */
import { buttonClass, Choice, Field, type View } from '@howdah/web/views'
import { deedWords } from '../words/deed.tsx'
import { words } from '../words/words.ts'
import { type AuditView, isFiltered, LONGEST_TEXT } from './audit-filter.ts'

interface AuditFiltersProps {
  readonly view: AuditView
  /** The verbs to choose from. */
  readonly actions: readonly string[]
}

export function AuditFilters({ view, actions }: AuditFiltersProps): View {
  const { title, filters: text } = words().audit
  return (
    <form
      class="toolbar filters"
      method="get"
      action="/admin/audit"
      role="search"
      aria-label={title}
    >
      <TextField label={text.who} name="who" value={view.who} placeholder={text.whoHint} />
      <ChoiceField
        label={text.what}
        name="what"
        value={view.what}
        options={Object.fromEntries(actions.map((one) => [one, deedWords(one) ?? one]))}
      />
      <TextField
        label={text.target}
        name="target"
        value={view.target}
        placeholder={text.targetHint}
      />
      <ChoiceField
        label={text.result}
        name="result"
        value={view.result}
        options={{ done: text.results.done, refused: text.results.refused }}
      />
      <DayField label={text.from} name="from" value={view.from} />
      <DayField label={text.to} name="to" value={view.to} />
      <Field label={text.search} id="q">
        <input
          class="input"
          id="q"
          name="q"
          type="search"
          value={view.q}
          maxlength={LONGEST_TEXT}
          placeholder={text.searchHint}
        />
      </Field>
      <div class="buttons">
        <button class={buttonClass()} type="submit">
          {text.apply}
        </button>
        {isFiltered(view) ? (
          <a class={buttonClass('quiet')} href="/admin/audit">
            {text.clear}
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

function ChoiceField({
  label,
  name,
  value,
  options,
}: FilterProps & { options: Readonly<Record<string, string>> }): View {
  // A verb from a kept address may not have happened yet; the form must not forget it.
  const kept = value === '' || Object.hasOwn(options, value) ? {} : { [value]: value }
  return (
    <Field label={label} id={name}>
      <Choice
        name={name}
        value={value}
        options={{ '': words().audit.filters.any, ...options, ...kept }}
      />
    </Field>
  )
}
