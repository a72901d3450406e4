/**
 * Settings: how this browser wants its pages. Kept in a cookie, so everybody who may look may save.
 */

import { parsePreferences, PAGE_SIZES, preferencesCookie } from '../language/preferences.ts'
import type { Preferences } from '../language/preferences.ts'
import { currentReader } from '../language/reader.ts'
import type { PostedForm } from '../http/params.ts'
import { PageHead } from '../views/document.tsx'
import { buttonClass, Field } from '../views/form.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { redirectWith } from './redirect.ts'
import { showPage } from './show.tsx'

/** `GET /settings` */
export function settingsPage(context: PageContext): Promise<Response> {
  const { title, note } = words().settings
  return showPage(context, {
    title,
    children: (
      <>
        <PageHead title={title} note={note} />
        <SettingsForm context={context} preferences={currentReader().preferences} />
      </>
    ),
  })
}

/** `POST /settings`: saves what was chosen; anything unknown is as by default. */
export function saveSettings(context: PageContext, form: PostedForm): Response {
  const fields = ['time', 'zone', 'theme', 'rows', 'shortcuts']
  const values = Object.fromEntries(fields.map((name) => [name, form.one(name)]))
  const chosen = parsePreferences(new URLSearchParams(values))
  const { language } = currentReader().preferences
  const response = redirectWith(context, '/settings', ['ok', words().settings.saved])
  response.headers.append('set-cookie', preferencesCookie({ ...chosen, language }))
  return response
}

function SettingsForm(props: { context: PageContext; preferences: Preferences }): View {
  const { context, preferences } = props
  const text = words().settings
  return (
    <form method="post" action={`${context.basePath}/settings`} class="form stack">
      <Field id="time" label={text.time}>
        <Choice name="time" value={preferences.time} options={text.times} />
      </Field>
      <Field id="zone" label={text.zone} hint={text.zoneHint}>
        <input
          class="input"
          id="zone"
          name="zone"
          list="zones"
          value={preferences.timeZone ?? ''}
          aria-describedby="zone-hint"
        />
        <datalist id="zones">
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option value={zone}></option>
          ))}
        </datalist>
      </Field>
      <Field id="theme" label={text.theme}>
        <Choice name="theme" value={preferences.theme} options={text.themes} />
      </Field>
      <Field id="rows" label={text.rows}>
        <Choice
          name="rows"
          value={String(preferences.pageSize)}
          options={Object.fromEntries(PAGE_SIZES.map((size) => [String(size), String(size)]))}
        />
      </Field>
      <Field id="shortcuts" label={text.shortcuts} hint={text.shortcutsHint}>
        <Choice
          name="shortcuts"
          value={preferences.hasShortcuts ? 'on' : 'off'}
          options={text.onOff}
        />
      </Field>
      <div>
        <button class={buttonClass('primary')}>{text.save}</button>
      </div>
    </form>
  )
}

/** A select: value → text, in their order. */
function Choice(props: {
  name: string
  value: string
  options: Readonly<Record<string, string>>
}): View {
  const { name, value, options } = props
  return (
    <select class="select" id={name} name={name}>
      {Object.entries(options).map(([option, text]) => (
        <option value={option} selected={option === value}>
          {text}
        </option>
      ))}
    </select>
  )
}
