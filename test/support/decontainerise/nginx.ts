// A gateway in front of the services: nginx with upstreams, and the places in it that stay.
import { joined, keep, type Pieces, p, type Shaped } from './pieces.ts'
import type { Rng } from './random.ts'
import { drawLink, type Peer } from './world.ts'

export function gateway(services: readonly Peer[], rng: Rng): Shaped[] {
  const upstreams: Shaped[] = []
  const locations: Shaped[] = []
  for (const peer of services) {
    const { at } = drawLink(peer, rng)
    if (rng.chance(0.5)) {
      upstreams.push({
        shape: 'nginx upstream',
        pieces: p`  upstream ${peer.id}_pool {\n    server ${at} max_fails=2;\n  }\n`,
      })
      locations.push({
        shape: 'nginx upstream',
        pieces: p`    location /${peer.id}/ {\n      proxy_pass http://${peer.id}_pool/;\n    }\n`,
      })
    } else
      locations.push({
        shape: 'nginx proxy_pass',
        pieces: p`    location /${peer.id}/ {\n      proxy_pass http://${at}/;\n      proxy_set_header Host $host;\n    }\n`,
      })
  }
  const text = (pieces: Pieces): Shaped => ({ shape: 'nginx frame', pieces })
  return [
    text(['worker_processes auto;\nevents {}\nhttp {\n']),
    ...upstreams,
    text(['  server {\n    listen 8088;\n']),
    { shape: 'nginx server_name', pieces: p`    server_name shore.example ${keep('local-only', 'localhost')};\n` },
    ...locations,
    {
      shape: 'nginx acl',
      pieces: p`    location /status {\n      stub_status;\n      ${joined(
        [p`allow ${keep('local-only', '127.0.0.1')};`, ['deny all;']],
        '\n      ',
      )}\n    }\n`,
    },
    text(['  }\n}\n']),
  ]
}
