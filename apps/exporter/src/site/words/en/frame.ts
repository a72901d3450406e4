/** Around every page: bar, menu, footer. */

export const frame = {
  loggedInAs: 'Logged in as',
  logOut: 'Log out',
  asOf: (moment: string) => `As of ${moment}`,
  language: 'Language',
  times: 'Times',
  timesIn: { utc: 'in UTC', relative: 'as distances' },
  menu: 'Settings',
  opensTab: 'Opens in a new tab',
  groups: { preferences: 'Preferences', administration: 'Administration' },
  entries: {
    importAndExport: 'Import and export',
    sessions: 'Sessions',
    overview: 'Overview',
    users: 'Users',
    exports: 'Exports',
    audit: 'Audit',
    mail: 'Mail',
    doctor: 'Doctor',
    sidekiq: 'Sidekiq',
    schedule: 'Export schedule',
  },
}
