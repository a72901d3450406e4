/** The processes of this Redis: asked once for all checks of an examination. */
import { ProcessSet, type ProcessRecord } from '@howdah/engine/api'
import type { Patient } from './check.ts'

const asked = new WeakMap<Patient, Promise<readonly ProcessRecord[]>>()

export function processesOf(patient: Patient): Promise<readonly ProcessRecord[]> {
  const processes = asked.get(patient) ?? ProcessSet.fetch(patient.redis)
  asked.set(patient, processes)
  return processes
}
