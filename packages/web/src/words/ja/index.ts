import { common } from './common.ts'

export const ja = { common }
