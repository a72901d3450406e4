/**
 * systemd units, filled in with the paths of one server. The files in deploy/ are these texts for
 * the usual paths, which a test compares.
 */
import type { Place } from './place.ts'

export interface Unit {
  /** `howdah-web.service` */
  readonly name: string
  readonly text: string
}

/** In the order in which they are started. */
export function unitsFor(place: Place): readonly Unit[] {
  return [
    { name: 'howdah-setup.service', text: setupUnit(place) },
    { name: 'howdah-web.service', text: webUnit(place) },
    { name: 'howdah-work.service', text: workUnit(place, 'worker for exports') },
    { name: 'howdah-work@.service', text: workUnit(place, 'one more worker for exports (%i)') },
    { name: 'howdah-doctor.service', text: doctorUnit(place) },
    { name: 'howdah-doctor.timer', text: DOCTOR_TIMER },
  ]
}

function run(place: Place, command: string): string {
  const env = place.envFile === null ? '' : ` --env ${place.envFile}`
  return `${place.node} ${place.program} ${command}${env}`
}

function common({ user, folder, ownEnvFile }: Place): string {
  return `User=${user}
WorkingDirectory=${folder}
Environment=NODE_ENV=production
# Trusts the certificates that this system trusts, as Ruby does.
Environment=NODE_USE_SYSTEM_CA=1
# What stands here wins over Mastodon's own file. The dash: it may be missing.
EnvironmentFile=-${ownEnvFile}`
}

const PROTECTION = `NoNewPrivileges=true
PrivateTmp=true
ProtectSystem=full`

function setupUnit(place: Place): string {
  return `# Brings Howdah's tables up to date before its processes start.
[Unit]
Description=Howdah: tables
After=network.target postgresql.service

[Service]
Type=oneshot
RemainAfterExit=true
${common(place)}
ExecStart=${run(place, 'setup --tables-only')}
${PROTECTION}

[Install]
WantedBy=multi-user.target
`
}

function webUnit(place: Place): string {
  return `# Howdah's pages.
[Unit]
Description=Howdah: pages for exports and jobs
After=network.target postgresql.service redis-server.service howdah-setup.service
Wants=howdah-setup.service

[Service]
Type=simple
${common(place)}
Environment=PORT=${place.port}
ExecStart=${run(place, 'web')}
Restart=always
RestartSec=2
${PROTECTION}

[Install]
WantedBy=multi-user.target
`
}

function workUnit(place: Place, what: string): string {
  return `# Howdah's worker: builds the archives.
[Unit]
Description=Howdah: ${what}
After=network.target postgresql.service redis-server.service howdah-setup.service
Wants=howdah-setup.service

[Service]
# The worker tells systemd when it is ready, and that it still fetches jobs. A small helper process
# (perl, or systemd-notify) carries the messages: hence "all".
Type=notify
NotifyAccess=all
# Restarted when no fetch has succeeded for a minute and this time. A job that computes for minutes
# does not count as hanging, a Redis that stays away does: leave this line out if you mind.
WatchdogSec=120
${common(place)}
# "export" before everything else; "export,8 default,4" weighs the queues instead.
Environment=SIDEKIQ_QUEUES=export
ExecStart=${run(place, 'work')}
# Several processes: add "--processes 4 --max-memory 1024" above, and use USR2 (a rolling restart)
# instead of TSTP below. TSTP: take no new jobs. TERM (from systemctl stop): give back what is
# unfinished after 25 seconds.
ExecReload=/bin/kill -TSTP $MAINPID
# Longer than the 25 seconds that running jobs get, or systemd kills before they are given back.
TimeoutStopSec=50
Restart=always
RestartSec=2
${PROTECTION}

[Install]
WantedBy=multi-user.target
`
}

function doctorUnit(place: Place): string {
  return `# Looks for what keeps exports from working; "systemctl --failed" names it when something is wrong.
[Unit]
Description=Howdah: doctor
After=howdah-web.service howdah-work.service

[Service]
Type=oneshot
${common(place)}
Environment=PORT=${place.port}
ExecStart=${run(place, 'doctor')}
# 1 is a warning: only errors count as failed.
SuccessExitStatus=1 3
${PROTECTION}
`
}

const DOCTOR_TIMER = `# Once an hour, at a minute of its own.
[Unit]
Description=Howdah: doctor, hourly

[Timer]
OnCalendar=hourly
RandomizedDelaySec=600

[Install]
WantedBy=timers.target
`
