/** Moments and spans in sentences. */

export const calendar = {
  clock: (clock: string, zone: string) => `${clock} ${zone}`,
  on: (clock: string, day: string) => `${clock} on ${day}`,
  withinAMinute: 'within a minute',
  /** `span` is "4–7" or "2". */
  in: {
    minutes: (span: string) => `in ${span} min`,
    hours: (span: string) => `in ${span} h`,
    days: (span: string) => `in ${span} days`,
  },
}
