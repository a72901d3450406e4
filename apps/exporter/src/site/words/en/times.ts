/** By which clock times are shown, for everybody. */

export const times = {
  title: 'Times',
  note: 'By which clock this browser shows times. It stays as it is for everybody else.',
  save: 'Save',
  saved: 'Times are shown as you chose.',
  noZone: 'Name the time zone, or choose UTC.',
  unknownZone: 'There is no time zone of this name.',
}
