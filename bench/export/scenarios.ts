/** What is measured: ours and the floor in turns, round by round. */
import { join } from 'node:path'
import { startTestS3 } from '../../apps/exporter/src/testing/s3/s3-server.ts'
import type { Account, Scenario } from './bench.ts'
import type { MemberPlan } from './community.ts'
import { copyRows, zipMedia } from './floor.ts'
import { keysIn } from './media.ts'
import type { Figures } from './results.ts'
import { settleDisk, type ExportFigures } from './worker.ts'

const KIB = 1024
/** Files that cost hardly more than their entry: what is measured is posts. */
const TINY = KIB
/** 200,000 of them are 10 GB. */
const SMALL = 50 * KIB
/** A photograph of a telephone, as Mastodon stores it. */
const PHOTOGRAPH = 512 * KIB

const FOUR = ['four-1', 'four-2', 'four-3', 'four-4'] as const

export const MEMBERS: readonly MemberPlan[] = [
  { name: 'ten', posts: 10_000, isMediaOnly: false, fileBytes: TINY },
  { name: 'hundred', posts: 100_000, isMediaOnly: false, fileBytes: TINY },
  { name: 'million', posts: 1_000_000, isMediaOnly: false, fileBytes: TINY },
  { name: 'gigabyte', posts: 2_100, isMediaOnly: true, fileBytes: PHOTOGRAPH },
  { name: 'gigabytes', posts: 21_000, isMediaOnly: true, fileBytes: PHOTOGRAPH },
  ...FOUR.map((name) => ({ name, posts: 25_000, isMediaOnly: false, fileBytes: TINY })),
]

export const POST_ACCOUNTS: readonly Account[] = [
  { title: '10,000 posts', members: ['ten'], fileBytes: TINY },
  { title: '100,000 posts', members: ['hundred'], fileBytes: TINY },
  { title: '1,000,000 posts', members: ['million'], fileBytes: TINY },
]

/** Half of its time is that of a process which does everything for the first time. */
const [SMALLEST] = POST_ACCOUNTS
/** As many make V8 compile what is used often. */
export const ARCHIVES_BEFORE = 3

export const MEDIA_ACCOUNTS: readonly Account[] = [
  { title: '1 GB', members: ['gigabyte'], fileBytes: PHOTOGRAPH },
  { title: '10 GB', members: ['gigabytes'], fileBytes: PHOTOGRAPH },
]

export const MEMORY_ACCOUNTS: readonly Account[] = [
  { title: '10,000 posts and 100 MB', members: ['ten'], fileBytes: SMALL },
  { title: '1,000,000 posts and 10 GB', members: ['million'], fileBytes: SMALL },
]

export const ONE_AND_FOUR: readonly Account[] = [
  { title: 'one', members: [FOUR[0]], fileBytes: TINY },
  { title: 'four', members: FOUR, fileBytes: TINY },
]

const posts: Scenario = {
  name: 'posts',
  title: 'Posts: the worker on one processor, PostgreSQL on another',
  accounts: POST_ACCOUNTS,
  async run(bench) {
    const { worker, database } = bench.isolated
    for (const account of POST_ACCOUNTS) {
      const member = bench.member(account.members[0] ?? '')
      const name = { scenario: 'posts', account: account.title } as const
      const ours = async (): Promise<void> => {
        bench.cluster.pin(database)
        const figures = await bench.export(account, { processors: worker })
        bench.results.add({ ...name, contestant: 'ours' }, postFigures(figures, member.posts))
      }
      const floor = async (): Promise<void> => {
        bench.cluster.pin(bench.allProcessors)
        const seconds = await copyRows(bench.url, member, bench.folder)
        const figures = { seconds, postsPerSecond: member.posts / seconds }
        bench.results.add({ ...name, contestant: 'floor' }, figures)
      }
      const warm = async (): Promise<void> => {
        bench.cluster.pin(database)
        const options = { processors: worker, archivesBefore: ARCHIVES_BEFORE }
        const figures = await bench.export(account, options)
        bench.results.add({ ...name, contestant: 'warm' }, postFigures(figures, member.posts))
      }
      const contestants = account === SMALLEST ? [ours, warm, floor] : [ours, floor]
      await bench.inTurns(bench.rounds(member.posts >= 1_000_000), contestants)
    }
  },
}

/** The rate is that of the whole run but its media, which have a scenario of their own. */
function postFigures(figures: ExportFigures, count: number): Figures {
  const { seconds, cpuSeconds, stages, queries } = figures
  return {
    postsPerSecond: count / (seconds - (stages['media'] ?? 0)),
    seconds,
    cpuSeconds,
    queriesAPost: queries / count,
    ...space(figures),
    ...Object.fromEntries(Object.entries(stages).map(([name, value]) => [`${name}Seconds`, value])),
  }
}

function space({ peakMb, besideMb, archiveMb }: ExportFigures): Figures {
  return { peakMb, besideMb, archiveMb }
}

const media: Scenario = {
  name: 'media',
  title: 'Media: photographs of 512 KiB, all processors, against `zip -0`',
  accounts: MEDIA_ACCOUNTS,
  async run(bench) {
    bench.cluster.pin(bench.allProcessors)
    for (const account of MEDIA_ACCOUNTS) {
      const tree = await bench.media(account)
      const name = { scenario: 'media', account: account.title } as const
      const ours = async (): Promise<void> => {
        const figures = await bench.export(account, { processors: bench.allProcessors })
        bench.results.add({ ...name, contestant: 'ours' }, mediaFigures(figures, tree.bytes))
      }
      const floor = async (): Promise<void> => {
        bench.freeMemory(tree.bytes)
        const seconds = await zipMedia(tree, bench.folder)
        settleDisk()
        const figures = { megabytesPerSecond: tree.bytes / 1e6 / seconds, seconds }
        bench.results.add({ ...name, contestant: 'floor' }, figures)
      }
      await bench.inTurns(bench.rounds(tree.bytes > 5e9), [ours, floor])
    }
  },
}

/** Reading, storing and, in the stage `finish`, checking what was stored. */
function mediaFigures(figures: ExportFigures, bytes: number): Figures {
  const { stages, seconds, cpuSeconds } = figures
  const mediaSeconds = (stages['media'] ?? 0) + (stages['finish'] ?? 0)
  return {
    megabytesPerSecond: bytes / 1e6 / mediaSeconds,
    mediaSeconds,
    finishSeconds: stages['finish'] ?? 0,
    seconds,
    cpuSeconds,
    ...space(figures),
  }
}

/** 1 GB is enough: the server, in this process, is slower than most networks. */
const s3: Scenario = {
  name: 's3',
  title: 'Media in S3: photographs of 512 KiB from a bucket, the archive into it',
  accounts: MEDIA_ACCOUNTS.slice(0, 1),
  async run(bench) {
    bench.cluster.pin(bench.allProcessors)
    const [account] = MEDIA_ACCOUNTS
    if (account === undefined) return
    const tree = await bench.media(account)
    const bucket = await startTestS3()
    try {
      for (const key of keysIn(tree)) await bucket.link(key, join(tree.root, key))
      for (let round = 0; round < bench.rounds(true); round += 1) {
        const figures = await bench.export(account, {
          processors: bench.allProcessors,
          environment: bucket.env,
        })
        bench.results.add(
          { scenario: 's3', contestant: 'ours', account: account.title },
          { ...mediaFigures(figures, tree.bytes), uploadSeconds: figures.stages['upload'] ?? 0 },
        )
      }
    } finally {
      await bucket.stop()
    }
  },
}

/** The greatest account takes two minutes a round. */
const MEMORY_ROUNDS = 2

const memory: Scenario = {
  name: 'memory',
  title: 'Memory and disk of whole exports, one file of 50 KiB for every fifth post',
  accounts: MEMORY_ACCOUNTS,
  async run(bench) {
    bench.cluster.pin(bench.allProcessors)
    for (const account of MEMORY_ACCOUNTS) {
      const count = bench.member(account.members[0] ?? '').posts
      const name = { scenario: 'memory', contestant: 'ours', account: account.title } as const
      for (let round = 0; round < Math.min(bench.rounds(), MEMORY_ROUNDS); round += 1) {
        const figures = await bench.export(account, { processors: bench.allProcessors })
        const { seconds, cpuSeconds, queries } = figures
        const queriesAPost = queries / count
        bench.results.add(name, { ...space(figures), queriesAPost, seconds, cpuSeconds })
      }
    }
  },
}

const four: Scenario = {
  name: 'four',
  title: 'Four exports at once on two processors against one on one, PostgreSQL among them',
  accounts: ONE_AND_FOUR,
  async run(bench) {
    const exports = ONE_AND_FOUR.map((account) => async (): Promise<void> => {
      const isOne = account.members.length === 1
      const processors = isOne ? '0' : '0-1'
      bench.cluster.pin(processors)
      const figures = await bench.export(account, { processors, processes: isOne ? 1 : 2 })
      const count = account.members.reduce((total, name) => total + bench.member(name).posts, 0)
      const { seconds, cpuSeconds } = figures
      bench.results.add(
        { scenario: 'four', contestant: 'ours', account: account.title },
        { postsPerSecond: count / seconds, seconds, cpuSeconds, ...space(figures) },
      )
    })
    await bench.inTurns(bench.rounds(), exports)
    bench.cluster.pin(bench.allProcessors)
  },
}

/** All scenarios, in the order in which they run. */
export const SCENARIOS: readonly Scenario[] = [posts, media, s3, memory, four]
