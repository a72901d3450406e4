/** The steps for this server, to be read from top to bottom and copied into a shell. */
import type { Config } from '../config/config.ts'
import { isOwnRole, OWN_ROLE } from './database-steps.ts'
import { mastodonLines, siteBlock } from './nginx.ts'
import type { Place } from './place.ts'
import { unitsFor } from './units.ts'

export interface Circumstances {
  readonly config: Config
  readonly place: Place
  /** The role that is signed in. */
  readonly role: string
  /** Whole script for a role of its own; null where the database does not answer. */
  readonly roleScript: string | null
  readonly isTablesMissing: boolean
}

export function stepsFor(circumstances: Circumstances): string {
  const steps = [
    databaseStep(circumstances),
    settingsStep(circumstances),
    unitsStep(circumstances),
    nginxStep(circumstances),
    lastStep(circumstances),
  ]
  return steps.map((step, index) => `── ${index + 1}. ${step}`).join('\n\n')
}

/** The host of Howdah's pages: never Mastodon's own, whose paths mean other things. */
function hostOf(config: Config): string {
  const { hostname } = new URL(config.publicUrl)
  return hostname === config.webDomain ? `exports.${config.webDomain}` : hostname
}

function databaseStep({ config, role, roleScript, isTablesMissing }: Circumstances): string {
  if (roleScript === null) {
    return 'Database\n\nIt does not answer; mend that first (above), then run this again.'
  }
  const why = isTablesMissing
    ? `The role ${role} may not create the schema “howdah”. This makes a role that may:`
    : isOwnRole({ role })
      ? `Howdah signs in as ${role}. This gives it exactly what it needs, and may be run again:`
      : `Howdah signs in as ${role}, who may do everything. A role that may only do what exports need:`
  return `Database\n\n${why}\n\n${heredoc(`sudo -u postgres psql ${databaseOf(config)}`, roleScript)}`
}

function databaseOf(config: Config): string {
  return config.database.url === null
    ? config.database.name
    : new URL(config.database.url).pathname.slice(1)
}

function settingsStep({ config, place, role }: Circumstances): string {
  const host = hostOf(config)
  const lines = [
    `HOWDAH_PUBLIC_URL=${new URL(config.publicUrl).hostname === host ? config.publicUrl : `https://${host}`}`,
    `HOWDAH_DATA=/var/lib/howdah`,
    `EXPORT_MODE=${config.adopt.mode}`,
    ...(isOwnRole({ role }) || config.database.url !== null
      ? []
      : [
          `DB_USER=${OWN_ROLE}`,
          `# DB_PASS=… unless it signs in by its name over the socket (DB_HOST=/var/run/postgresql)`,
        ]),
  ]
  const others = place.envFile === null ? 'the environment' : place.envFile
  return [
    `Settings\n\nHowdah reads ${others}; nothing in it needs to change. Its own settings:`,
    heredoc(`sudo tee ${place.ownEnvFile}`, `${lines.join('\n')}\n`),
    [
      `sudo chown root:${place.user} ${place.ownEnvFile} && sudo chmod 640 ${place.ownEnvFile}`,
      `sudo install -d -o ${place.user} -m 700 /var/lib/howdah`,
    ].join('\n'),
  ].join('\n\n')
}

function unitsStep({ place }: Circumstances): string {
  const units = unitsFor(place)
  return [
    'systemd',
    ...units.map(({ name, text }) => heredoc(`sudo tee '/etc/systemd/system/${name}'`, text)),
    [
      'sudo systemctl daemon-reload',
      'sudo systemctl enable --now howdah-setup howdah-web howdah-work howdah-doctor.timer',
      '# One more worker when the queue grows: sudo systemctl enable --now howdah-work@2',
    ].join('\n'),
  ].join('\n\n')
}

function nginxStep({ config, place }: Circumstances): string {
  const host = hostOf(config)
  return [
    `nginx\n\n${host} needs a DNS record and a certificate (certbot certonly --nginx -d ${host}). Then:`,
    heredoc("sudo tee '/etc/nginx/sites-available/howdah'", siteBlock(host, place)),
    'sudo ln -sf ../sites-available/howdah /etc/nginx/sites-enabled/howdah',
    `In /etc/nginx/sites-available/mastodon, if you want it:\n\n${mastodonLines(host, config.media.rootUrl)}`,
    'sudo nginx -t && sudo systemctl reload nginx',
  ].join('\n\n')
}

function lastStep({ place }: Circumstances): string {
  const env = place.envFile === null ? '' : ` --env ${place.envFile}`
  return `Look again\n\nsudo -u ${place.user} ${place.node} ${place.program} doctor${env}`
}

function heredoc(command: string, text: string): string {
  return `${command} <<'HOWDAH'\n${text}HOWDAH`
}
