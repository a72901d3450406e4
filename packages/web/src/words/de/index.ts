import { common } from './common.ts'

export const de = { common }
