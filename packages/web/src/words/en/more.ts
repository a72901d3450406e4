/** The tab that holds the pages that are looked at less often. */

export const more = {
  title: 'More pages',
  limits: 'Limits',
  periodic: 'Periodic jobs',
  profiles: 'Profiles',
  where: 'You are here',
  lastSeen: 'Last seen',
}
