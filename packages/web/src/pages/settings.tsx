/**
 * Settings: how this browser wants its pages. Kept in a cookie, so everybody who may look may save.
 * Below them stands what the server has decided.
 */

import { LANGUAGES, OFFERED_LANGUAGES } from '../language/languages.ts'
import {
  LIVE_SECONDS,
  PAGE_SIZES,
  parsePreferences,
  preferencesCookie,
} from '../language/preferences.ts'
import type { Preferences } from '../language/preferences.ts'
import { currentReader } from '../language/reader.ts'
import type { PostedForm } from '../http/params.ts'
import { PageHead } from '../views/document.tsx'
import { ClockFields } from '../views/clock-fields.tsx'
import { buttonClass, Choice, Field } from '../views/form.tsx'
import { formatCount } from '../views/numbers.ts'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { redirectWith } from './redirect.ts'
import { ServerPolicy } from './settings-policy.tsx'
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
        <ServerPolicy context={context} />
      </>
    ),
  })
}

/** The fields of the form, as `parsePreferences` names them. */
const FIELDS = ['language', 'time', 'zone', 'live', 'rows', 'arguments', 'shortcuts', 'theme']

/** `POST /settings`: saves what was chosen; anything unknown is as by default. */
export function saveSettings(context: PageContext, form: PostedForm): Response {
  const values = Object.fromEntries(FIELDS.map((name) => [name, form.one(name)]))
  const preferences = parsePreferences(new URLSearchParams(values))
  const response = redirectWith(context, '/settings', ['ok', words().settings.saved])
  response.headers.append('set-cookie', preferencesCookie(preferences))
  return response
}

function SettingsForm(props: { context: PageContext; preferences: Preferences }): View {
  const { context, preferences } = props
  const text = words().settings
  return (
    <form method="post" action={`${context.basePath}/settings`} class="form stack">
      <Field id="language" label={text.language}>
        <Choice
          name="language"
          value={preferences.language ?? ''}
          options={{ '': text.asBrowser, ...languageNames(context) }}
        />
      </Field>
      <ClockFields preferences={preferences} />
      <LiveField preferences={preferences} />
      <Field id="rows" label={text.rows}>
        <Choice
          name="rows"
          value={String(preferences.pageSize)}
          options={Object.fromEntries(PAGE_SIZES.map((size) => [String(size), String(size)]))}
        />
      </Field>
      <Field id="arguments" label={text.arguments}>
        <Choice
          name="arguments"
          value={preferences.hidesArguments ? 'hidden' : 'shown'}
          options={text.argumentsIn}
        />
      </Field>
      <Field id="shortcuts" label={text.shortcuts} hint={text.shortcutsHint}>
        <Choice
          name="shortcuts"
          hasHint
          value={preferences.hasShortcuts ? 'on' : 'off'}
          options={text.onOff}
        />
      </Field>
      <Field id="theme" label={text.theme}>
        <Choice name="theme" value={preferences.theme} options={text.themes} />
      </Field>
      <div>
        <button class={buttonClass('primary')}>{text.save}</button>
      </div>
    </form>
  )
}

function LiveField({ preferences }: { preferences: Preferences }): View {
  const { live, liveHint } = words().settings
  return (
    <Field id="live" label={live} hint={liveHint}>
      <Choice
        name="live"
        hasHint
        value={String(preferences.liveSeconds)}
        options={Object.fromEntries(
          LIVE_SECONDS.map((seconds) => [String(seconds), intervalText(seconds)]),
        )}
      />
    </Field>
  )
}

/** Each under the name that its speakers know. */
function languageNames({ options }: PageContext): Readonly<Record<string, string>> {
  const { languages = OFFERED_LANGUAGES } = options
  return Object.fromEntries(languages.map((language) => [language, LANGUAGES[language].name]))
}

function intervalText(seconds: number): string {
  const { every, onOff } = words().settings
  return seconds === 0 ? onOff.off : every(formatCount(seconds))
}
