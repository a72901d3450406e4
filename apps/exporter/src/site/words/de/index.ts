import { failures } from './failures.ts'
import { frame } from './frame.ts'

export const de = { failures, frame }
