import { common } from './common.ts'

export const ar = { common }
