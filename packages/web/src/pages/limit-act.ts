/**
 * Setting a limit while jobs run, and letting the code decide again.
 */

import { Limits } from '@howdah/engine/api'
import type { LimitOverride } from '@howdah/engine/api'
import type { PostedForm } from '../http/params.ts'
import { shortName } from '../views/job-cells.tsx'
import { words } from '../words/words.ts'
import { confirmPage } from './confirm.tsx'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { isKnown, ruleText } from './limit.tsx'
import { limitPath } from './limits.tsx'
import { redirectWith } from './redirect.ts'

/** `POST /limits/:name`: sets the numbers of the form; an empty field stays as the code says. */
export async function setLimit(
  context: PageContext,
  name: string,
  form: PostedForm,
): Promise<Response> {
  const text = words().limits
  const limit = await Limits.get(context.redis, name)
  if (!isKnown(limit)) return notFoundPage(context, text.unknown(shortName(name)))
  const override = overrideOf(form)
  if (override === null) return redirectWith(context, limitPath(name), ['warn', text.wrong])
  if (Object.keys(override).length === 0) return resetLimit(context, name)
  const woken = await Limits.set(context.redis, name, override)
  await report(context, 'limit', name)
  return redirectWith(context, limitPath(name), ['ok', text.saved(shortName(name), woken)])
}

/** `GET /limits/:name/reset`: asks. */
export async function askToReset(context: PageContext, name: string): Promise<Response> {
  const text = words().limits
  const { byCode, override } = await Limits.get(context.redis, name)
  if (override === null) return nothingSet(context, name)
  const path = `${context.basePath}${limitPath(name)}`
  return confirmPage(context, {
    question: text.resetQuestion(shortName(name)),
    consequence: byCode === null ? text.resetNobody : text.resetNote(ruleText(byCode)),
    label: text.resetButton,
    tone: 'primary',
    action: `${path}/reset`,
    cancelHref: path,
    cancelLabel: text.keep,
  })
}

/** `POST /limits/:name/reset` */
export async function resetLimit(context: PageContext, name: string): Promise<Response> {
  const text = words().limits
  const { override, ...limit } = await Limits.get(context.redis, name)
  if (override === null) return nothingSet(context, name)
  const woken = await Limits.reset(context.redis, name)
  await report(context, 'reset-limit', name)
  // A limit that nobody defines is gone with what was set, and so is its page.
  const back = isKnown({ ...limit, override: null }) ? limitPath(name) : '/limits'
  return redirectWith(context, back, ['ok', text.resetDone(shortName(name), woken)])
}

function nothingSet(context: PageContext, name: string): Response {
  const text = words().limits.resetNothing(shortName(name))
  return redirectWith(context, limitPath(name), ['info', text])
}

function overrideOf(form: PostedForm): LimitOverride | null {
  const [total, perKey] = [form.one('total').trim(), form.one('per-key').trim()]
  if (![total, perKey].every((text) => /^\d{0,9}$/u.test(text))) return null
  return {
    ...(total === '' ? {} : { total: Number(total) }),
    ...(perKey === '' ? {} : { perKey: Number(perKey) }),
  }
}

function report(
  context: PageContext,
  action: 'limit' | 'reset-limit',
  name: string,
): Promise<void> {
  return context.report({ action, jids: [], count: 1, from: `limit:${name}`, to: null })
}
