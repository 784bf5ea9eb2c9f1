// nginx as a numeric user: for front ends that end as files, and for services that are an nginx configuration.
import type { NginxBuild } from '../../../model/build.ts'
import { BASES } from './bases.ts'
import { type BuildFacts, copyAssets, copyLine, matching, topOf } from './facts.ts'
import { type Image, image, USER } from './image.ts'
import { wgetProbe } from './probes.ts'

/** Any path that is no file is a route of the front end. */
export const SITE_CONFIG = `server {
    listen 8080;
    root /usr/share/nginx/html;
    location / {
        try_files $uri $uri/ /index.html;
    }
}
`

/** Folders that nginx writes, given to the numeric user. */
const WRITABLE = `RUN mkdir -p /var/cache/nginx /run && touch /run/nginx.pid && chown -R ${USER} /var/cache/nginx /run/nginx.pid`

export function siteCopies(from: string): string[] {
  return [`COPY ${from} /usr/share/nginx/html`, 'COPY .container/site.conf /etc/nginx/conf.d/default.conf', WRITABLE]
}

export function planNginx(facts: BuildFacts): NginxBuild | undefined {
  const configs = matching(facts, /(^|\/)nginx[^/]*\.conf$|\.nginx$|(^|\/)conf\.d\/[^/]+\.conf$|\.conf$/)
  const whole = configs.find((path) => /^\s*(events|http)\s*\{/m.test(facts.text(path) ?? ''))
  const part = configs.find((path) => /^\s*(server|upstream)\s*\{/m.test(facts.text(path) ?? ''))
  const file = whole ?? part
  if (file === undefined) return undefined
  const target = whole === undefined ? '/etc/nginx/conf.d/default.conf' : '/etc/nginx/nginx.conf'
  return {
    kind: 'nginx',
    config: { file, target },
    assets: [...new Set(matching(facts, /\.(html?|css|js|png|svg|ico|txt|json)$/).map(topOf))],
    command: ['nginx', '-g', 'daemon off;'],
  }
}

export function nginxImage({ config, assets, command }: NginxBuild): Image {
  const others = assets.filter((name) => name !== config.file)
  return image({
    base: BASES.nginx(),
    command,
    probe: wgetProbe,
    contents: [copyLine([config.file], config.target), ...copyAssets(others), WRITABLE],
    stopSignal: 'SIGQUIT',
  })
}
