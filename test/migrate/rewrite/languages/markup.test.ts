// Files that hold other languages, and files whose grammar only their text tells.
import { expect, test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'
import { planOf } from '../../../support/rewrite.ts'

const EXAMPLES: Example[] = [
  {
    file: 'src/App.vue',
    source:
      '<template>\n  <!-- http://localhost:6105 -->\n  <a href="http://localhost:6105/x">Ä</a>\n  <p>Open http://localhost:6105 now</p>\n</template>\n<script setup lang="ts">\n// localhost:6107\nconst url: string = "http://localhost:6105"\n</script>\n',
    expect: [
      ['localhost:6105', 'doc', 'keep'],
      ['localhost:6105', 'browser', 'ask'],
      ['localhost:6105', 'doc', 'keep'],
      ['localhost:6107', 'doc', 'keep'],
      ['localhost:6105', 'browser', 'ask'],
    ],
  },
  {
    file: 'index.html',
    source: '<html><script>\nfetch("http://localhost:6105/x")\n</script></html>\n',
    expect: [['localhost:6105', 'browser', 'ask']],
  },
  {
    file: 'crane.nomad.hcl',
    source:
      '# http://localhost:6105\njob "crane" {\n  env {\n    TARIFF_URL = "http://localhost:6105/v1"\n    DEPOT_HOST = "localhost"\n    DEPOT_PORT = 6107\n  }\n}\n',
    expect: [
      ['localhost:6105', 'doc', 'keep'],
      ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
      ['localhost', 'peer', 'edit', 'depot'],
      ['6107', 'peer', 'edit', '8080'],
    ],
  },
  {
    file: 'haproxy.cfg',
    source:
      'frontend f\n    bind 127.0.0.1:6101\n    acl here src 127.0.0.1\n\nbackend tariff\n    server a localhost:6105 check # was localhost:6108\n',
    expect: [
      ['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080'],
      ['127.0.0.1', 'local-only', 'keep'],
      ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
      ['localhost:6108', 'doc', 'keep'],
    ],
  },
  {
    file: 'pipeline.conf',
    source: 'output {\n  http {\n    url => "http://localhost:6105/x"\n  }\n}\n',
    expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
  },
  {
    file: 'daemon.conf',
    source: '[peers]\ntariff = http://localhost:6105\n',
    expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
  },
  {
    file: 'site.conf',
    source: 'server {\n  listen 6101;\n  location / {\n    proxy_pass http://localhost:6105;\n  }\n}\n',
    expect: [
      ['6101', 'bind', 'edit', '8080'],
      ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
    ],
  },
  {
    file: 'config.json',
    source: '{"publicUrl": "http://localhost:6101"}',
    expect: [['localhost:6101', 'browser', 'ask']],
  },
  {
    file: 'a.js',
    source: 'const up = process.env.TARIFF_ORIGIN || "http://localhost:6105"\n',
    expect: [['localhost:6105', 'peer', 'env']],
  },
  { file: 'a.js', source: 'const ORIGIN = "http://localhost:5173"\n', expect: [['localhost:5173', 'origin', 'keep']] },
]

test.each(EXAMPLES.map(titled))('%s', (_title, example) => checkExample(example))

test('sources of a bundle run in the browser, its build configuration does not', async () => {
  const plan = await planOf({
    'package.json': '{"devDependencies": {"vite": "7.0.0"}, "dependencies": {"vue": "3"}}',
    'src/api.ts': 'export const api = "http://localhost:6105/v1"\n',
    'vite.config.ts': 'export default { server: { proxy: { "/api": "http://localhost:6105" } } }\n',
  })
  expect(plan.findings.map(({ file, role, action }) => [file, role, action])).toEqual([
    ['src/api.ts', 'browser', 'ask'],
    ['vite.config.ts', 'peer', 'edit'],
  ])
})

test('a server that also bundles a front end stays a server', async () => {
  const plan = await planOf({
    'package.json': '{"dependencies": {"express": "5"}, "devDependencies": {"vite": "7"}}',
    'src/api.ts': 'export const api = "http://localhost:6105/v1"\n',
  })
  expect(plan.findings.map(({ role }) => role)).toEqual(['peer'])
})
