/** Profiles of single runs. */

export const profiles = {
  note: 'Where single runs spent their time. Kept for a day.',
  none: 'No run was profiled in the last day.',
  noneMore: 'Push a job with the option “profile”, in Ruby or in TypeScript.',
  created: 'Recorded',
  class: 'Class',
  job: 'Job',
  token: 'Token',
  size: 'Size',
  took: 'Took',
  download: 'Download',
  how: 'Open the file with profiler.firefox.com; Chrome’s developer tools open one of a Node.js process once it is unpacked. Nothing is sent anywhere from here.',
  gone: 'This profile is no longer there; profiles are kept for a day.',
  more: 'Only the latest are shown.',
}
