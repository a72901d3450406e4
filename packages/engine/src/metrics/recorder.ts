/** Told of every run of a job; counts it for the metrics pages. */

/** Where runs are counted. */
export interface RunRecorder {
  /** Once a run, synchronously. `elapsedMs` may have a fraction. */
  record(jobClass: string, elapsedMs: number, isFailed: boolean): void
}
