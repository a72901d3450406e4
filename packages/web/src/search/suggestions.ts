/**
 * What could be searched for: qualifiers with the values of some jobs that are there.
 */

import { searchJobs } from '@howdah/engine/api'
import type { JobRecord } from '@howdah/engine/api'
import type { PageContext } from '../pages/context.ts'
import type { SearchRequest } from './address.ts'

/** Suggestions are of the jobs that come first; they change slowly. */
const KEEPING = { freshMs: 300_000, staleMs: 3_600_000 }
const JOBS_READ = 200
const MOST_EACH = 8

/** Whole queries, what was typed already in front. */
export async function suggestionsFor(
  context: PageContext,
  request: SearchRequest,
): Promise<readonly string[]> {
  const { redis, watch } = context
  const found = await watch.kept(`suggestions ${request.where}`, KEEPING, async () => {
    const search = { place: request.place, texts: [], limit: JOBS_READ, budgetMs: 0 }
    const { jobs } = await searchJobs(redis, search)
    return suggestionsOf(jobs)
  })
  const before = request.text === '' ? '' : `${request.text} `
  return found.value.filter((one) => !request.text.includes(one)).map((one) => `${before}${one}`)
}

function suggestionsOf(jobs: readonly JobRecord[]): readonly string[] {
  return [
    ...commonest(jobs.map((job) => job.errorClass)).map((name) => `error:${quoted(name)}`),
    ...commonest(jobs.map((job) => job.displayClass)).map(classQuery),
    ...commonest(jobs.map((job) => job.queue)).map((name) => `queue:${quoted(name)}`),
    ...commonest(jobs.flatMap(argumentNames)).map((name) => `args.${name}:`),
  ]
}

/** Names only: values may be anybody's. */
function argumentNames(job: JobRecord): readonly string[] {
  return job.args.flatMap((argument) => {
    const isObject = typeof argument === 'object' && argument !== null && !Array.isArray(argument)
    return isObject ? Object.keys(argument).filter((name) => /^[\w-]{1,40}$/u.test(name)) : []
  })
}

function commonest(values: readonly (string | null)[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const value of values) {
    if (value !== null && value !== '' && value.length <= 100) {
      counts.set(value, (counts.get(value) ?? 0) + 1)
    }
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST_EACH)
    .map(([value]) => value)
}

/** The query for jobs of a class. */
export function classQuery(name: string): string {
  return `class:${quoted(name)}`
}

function quoted(value: string): string {
  return /[\s"]/u.test(value) ? `"${value.replaceAll('"', '')}"` : value
}
