import { test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

type Expect = Example['expect']
const compose = (source: string, ...expect: Expect): Example => ({ file: 'docker-compose.yml', source, expect })
const crane = (lines: string, ...expect: Expect): Example =>
  compose(`services:\n  crane:\n    build: .\n    network_mode: host\n${lines}`, ...expect)
const store = (lines: string, ...expect: Expect): Example =>
  compose(`services:\n  store:\n    image: valkey/valkey:8\n${lines}`, ...expect)
const peer: Expect[number] = ['localhost:6105', 'peer', 'edit', 'tariff:8080']

const EXAMPLES: Example[] = [
  crane('    environment:\n      TARIFF_URL: http://localhost:6105\n', peer),
  crane('    environment:\n      - TARIFF_URL=http://localhost:6105\n', peer),
  crane('    environment:\n      - "TARIFF_URL=http://localhost:6105"\n', peer),
  crane(
    '    environment:\n      - DEPOT_HOST=localhost\n      - DEPOT_PORT=6107\n',
    ['localhost', 'peer', 'edit', 'depot'],
    ['6107', 'peer', 'edit', '8080'],
  ),
  crane(
    '    environment:\n      DEPOT_HOST: 127.0.0.1\n      DEPOT_PORT: "6107"\n',
    ['127.0.0.1', 'peer', 'edit', 'depot'],
    ['6107', 'peer', 'edit', '8080'],
  ),
  crane(
    '    environment:\n      HOST: 127.0.0.1\n      PORT: 6101\n',
    ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
    ['6101', 'bind', 'edit', '8080'],
  ),
  crane('    environment:\n      TARIFF_URL: ${TARIFF_URL:-http://localhost:6105}\n', [
    'localhost:6105',
    'peer',
    'env',
  ]),
  crane(
    '    command: uvicorn app:app --host 127.0.0.1 --port 6101\n',
    ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
    ['6101', 'bind', 'edit', '8080'],
  ),
  crane('    command: ["node", "main.js", "--tariff=http://localhost:6105"]\n', peer),
  crane('    command:\n      - node\n      - main.js\n      - --tariff\n      - http://localhost:6105\n', peer),
  crane('    command: >\n      node main.js\n      --tariff http://localhost:6105\n', peer),
  crane('    entrypoint: sh -c "node main.js --tariff http://localhost:6105"\n', peer),
  crane(
    '    ports:\n      - "127.0.0.1:6101:6101"\n',
    ['127.0.0.1:6101', 'local-only', 'keep'],
    ['6101', 'bind', 'edit', '8080'],
  ),
  crane('    healthcheck:\n      test: ["CMD-SHELL", "curl -f http://localhost:6101/up || exit 1"]\n', [
    'localhost:6101',
    'self-probe',
    'edit',
    'localhost:8080',
  ]),
  crane('    extra_hosts:\n      - "tariff:127.0.0.1"\n', ['127.0.0.1', 'local-only', 'keep']),
  store('    ports:\n      - "127.0.0.1:6379:6379"\n', ['127.0.0.1:6379', 'local-only', 'keep']),
  store('    healthcheck:\n      test: ["CMD", "redis-cli", "-h", "localhost", "ping"]\n', [
    'localhost',
    'self-probe',
    'keep',
  ]),
  store('    command: redis-server --bind 127.0.0.1 --port 6379\n', ['127.0.0.1', 'local-only', 'keep']),
  store('    environment:\n      ADVERTISED_LISTENERS: PLAIN://localhost:9092\n', [
    'localhost:9092',
    'advertised',
    'ask',
  ]),
  store('    environment:\n      - UPSTREAM=http://host.docker.internal:6105\n', [
    'host.docker.internal:6105',
    'peer',
    'edit',
    'tariff:8080',
  ]),
  compose('services:\n  desk:\n    image: localhost:5000/desk:1\n', ['localhost:5000', 'local-only', 'keep']),
  {
    file: 'crane.k8s.yaml',
    source:
      'spec:\n  containers:\n    - name: crane\n      ports:\n        - containerPort: 6101\n      env:\n        - name: TARIFF_URL\n          value: http://localhost:6105\n        - name: HOST\n          value: 127.0.0.1\n',
    expect: [['6101', 'bind', 'edit', '8080'], peer, ['127.0.0.1', 'peer', 'ask']],
  },
  {
    file: 'crane.k8s.yaml',
    source: 'livenessProbe:\n  exec:\n    command: ["curl", "http://localhost:6101/up"]\n',
    expect: [['localhost:6101', 'self-probe', 'edit', 'localhost:8080']],
  },
  {
    file: 'package.json',
    source: '{"scripts": {"start": "cross-env PORT=6101 TARIFF_URL=http://localhost:6105 node main.js"}}',
    expect: [['6101', 'bind', 'edit', '8080'], peer],
  },
  {
    file: 'package.json',
    source:
      '{"scripts": {"up": "curl -sf http://localhost:6101/up", "wait": "wait-on tcp:localhost:6105 && node main.js"}}',
    expect: [['localhost:6101', 'self-probe', 'edit', 'localhost:8080'], peer],
  },
  {
    file: 'package.json',
    source:
      '{"scripts": {"hint": "echo \\"tariff at http://localhost:6105\\"", "dev": "next dev -p 6101 -H localhost"}}',
    expect: [
      ['localhost:6105', 'doc', 'keep'],
      ['6101', 'bind', 'edit', '8080'],
      ['localhost', 'bind', 'edit', '0.0.0.0'],
    ],
  },
]

test.each(EXAMPLES.map(titled))('%s', (_title, example) => checkExample(example))
