/** nginx: a host of its own for Howdah's pages, and what changes in Mastodon's. */
import type { Place } from './place.ts'

/** The server block of Howdah's pages. */
export function siteBlock(host: string, { port }: Pick<Place, 'port'>): string {
  return `# Howdah's pages, under a host of their own: Mastodon uses the same paths for other things.
server {
  listen 443 ssl;
  listen [::]:443 ssl;
  server_name ${host};
  ssl_certificate     /etc/letsencrypt/live/${host}/fullchain.pem;
  ssl_certificate_key /etc/letsencrypt/live/${host}/privkey.pem;

  location / {
    proxy_pass http://127.0.0.1:${port};
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_buffering off; # archives are streamed, not copied to nginx's temporary files
  }
}
`
}

/** For the server block that Mastodon has already. */
export function mastodonLines(host: string, rootUrl: string): string {
  const root = rootUrl.startsWith('/') ? rootUrl : '/system'
  return `# Inside the server block of your Mastodon site, before its other locations.
# Members who look for their archive in Mastodon find Howdah's page:
location = /settings/export { return 302 https://${host}/settings/export; }
location ~ ^/backups/(\\d+)/download$ { return 302 https://${host}/backups/$1/download; }
# Archives only for whom they belong to, not for everybody who knows their name:
location ^~ ${root}/backups/ { return 404; }
`
}
