/**
 * Choosing a part of the schedule: a chip for each state with its count, and a search form.
 */
import { buttonClass, Choice, Field, formatCount, stateWord, type View } from '@howdah/web/views'
import { EXPORT_STATES } from '../../ledger/types.ts'
import { staffType } from '../words/export-types.ts'
import { words } from '../words/words.ts'
import { DAY_CHOICES, filterQuery, isFiltered } from './filter.ts'
import type { SchedulePageProps } from './schedule-page.tsx'

/** The states as links, with numbers where they are known; the one in effect is marked. */
export function StateChips({ filter, page, basePath }: SchedulePageProps): View {
  const { counts } = page
  const all = counts && EXPORT_STATES.reduce((sum, state) => sum + counts[state], 0)
  const chips = [
    { state: null, label: words().schedule.filters.all, count: all },
    ...EXPORT_STATES.map((state) => ({
      state,
      label: stateWord(state),
      count: counts && counts[state],
    })),
  ]
  return (
    <nav aria-label={words().schedule.filters.byState}>
      <ul class="chips">
        {chips.map(({ state, label, count }) => (
          <li>
            <a
              class="chip"
              href={`${basePath}/exports${filterQuery(filter, { state })}`}
              {...(filter.state === state ? { 'aria-current': 'true' } : {})}
            >
              {label}
              {count === null ? null : (
                <>
                  {' '}
                  <span class="count">{formatCount(count)}</span>
                </>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Type, time and search, sent by GET so that a view has an address. */
export function FilterForm({ filter, basePath }: SchedulePageProps): View {
  const { tab, filters: text } = words().schedule
  return (
    <form
      class="toolbar filters"
      method="get"
      action={`${basePath}/exports`}
      role="search"
      aria-label={tab}
    >
      {filter.state ? <input type="hidden" name="state" value={filter.state} /> : null}
      {filter.view === 'agenda' ? <input type="hidden" name="view" value="agenda" /> : null}
      {filter.sort ? <input type="hidden" name="sort" value={filter.sort} /> : null}
      <Field label={text.type} id="type">
        <Choice
          name="type"
          value={filter.type ?? ''}
          options={{
            '': text.any,
            backup: staffType('backup'),
            migration: staffType('migration'),
          }}
        />
      </Field>
      <Field label={text.requested} id="days">
        <select class="select" id="days" name="days">
          <option value="">{text.anyTime}</option>
          {DAY_CHOICES.map((days) => (
            <option value={String(days)} selected={filter.days === days}>
              {days === 1 ? text.lastDay : text.lastDays(days)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={text.search} id="q">
        <input
          class="input"
          id="q"
          name="q"
          type="search"
          value={filter.search}
          maxlength={100}
          placeholder={text.searchHint}
        />
      </Field>
      <div class="buttons">
        <button class={buttonClass()} type="submit">
          {text.apply}
        </button>
        {isFiltered(filter) ? (
          <a class={buttonClass('quiet')} href={`${basePath}/exports`}>
            {text.clear}
          </a>
        ) : null}
      </div>
    </form>
  )
}
