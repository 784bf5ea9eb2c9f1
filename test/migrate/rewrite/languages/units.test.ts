import { test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

type Expect = Example['expect']
const unit = (source: string, ...expect: Expect): Example => ({
  file: 'crane.service',
  source: `[Service]\n${source}`,
  expect,
})
const program = (source: string, ...expect: Expect): Example => ({
  file: 'supervisord.conf',
  source: `[program:crane]\n${source}`,
  expect,
})
const proc = (source: string, ...expect: Expect): Example => ({ file: 'Procfile', source, expect })
const make = (source: string, ...expect: Expect): Example => ({ file: 'Makefile', source, expect })
const cron = (source: string, ...expect: Expect): Example => ({ file: 'cron.d/crane', source, expect })
const peer: Expect[number] = ['localhost:6105', 'peer', 'edit', 'tariff:8080']
const set: Expect[number] = ['localhost:6105', 'peer', 'env']

const EXAMPLES: Example[] = [
  {
    ...unit('Environment=TARIFF_URL=http://localhost:6105\nExecStart=/usr/bin/python3 main.py\n', set),
    environment: { TARIFF_URL: 'http://${tariff.host}:${tariff.port.http}' },
  },
  unit('Environment="TARIFF_URL=http://localhost:6105" "LEVEL=info"\n', set),
  {
    ...unit(
      'Environment=DEPOT_HOST=localhost\nEnvironment=DEPOT_PORT=6107\n',
      ['localhost', 'peer', 'env'],
      ['6107', 'peer', 'env'],
    ),
    environment: { DEPOT_HOST: '${depot.host}', DEPOT_PORT: '${depot.port.http}' },
  },
  {
    ...unit('Environment=HOST=127.0.0.1 PORT=6101\n', ['127.0.0.1', 'bind', 'env'], ['6101', 'bind', 'env']),
    environment: { HOST: '${bind.host}', PORT: '${self.port.http}' },
  },
  unit(
    'ExecStart=/usr/bin/gunicorn -b 127.0.0.1:6101 \\\n  --env TARIFF_URL=http://localhost:6105 app:app\n',
    ['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080'],
    ['localhost:6105', 'peer', 'env'],
  ),
  unit('ExecStart=/usr/bin/java -Dtariff.url=http://localhost:6105 -Dserver.port=6101 -jar crane.jar\n', peer, [
    '6101',
    'bind',
    'edit',
    '8080',
  ]),
  unit(
    'ExecStart=/opt/crane --server.port=6101 --server.address=127.0.0.1\n',
    ['6101', 'bind', 'edit', '8080'],
    ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
  ),
  unit('ExecStartPre=-/usr/bin/wait-for-it localhost:6105\n', peer),
  unit(
    'ExecStartPre=/usr/bin/nc -z localhost 6107\n',
    ['localhost', 'peer', 'edit', 'depot'],
    ['6107', 'peer', 'edit', '8080'],
  ),
  unit('ExecStart=/usr/bin/dotnet Crane.dll --urls http://localhost:6101\n', [
    'localhost:6101',
    'bind',
    'edit',
    '0.0.0.0:8080',
  ]),
  unit('ExecStartPost=/usr/bin/curl -sf http://localhost:6101/up\n', [
    'localhost:6101',
    'self-probe',
    'edit',
    'localhost:8080',
  ]),
  unit(
    '# Environment=TARIFF_URL=http://localhost:6105\n; localhost:6107\n',
    ['localhost:6105', 'doc', 'keep'],
    ['localhost:6107', 'doc', 'keep'],
  ),
  {
    file: 'crane.service',
    source: '[Unit]\nDescription=Dials http://localhost:6105\n',
    expect: [['localhost:6105', 'doc', 'keep']],
  },
  {
    file: 'crane.socket',
    source: '[Socket]\nListenStream=127.0.0.1:6101\n',
    expect: [['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080']],
  },
  { file: 'crane.socket', source: '[Socket]\nListenStream=6101\n', expect: [['6101', 'bind', 'edit', '8080']] },
  unit('IPAddressAllow=localhost\nIPAddressDeny=any\n', ['localhost', 'local-only', 'keep']),
  { file: 'etc/default/crane', source: 'TARIFF_URL=http://localhost:6105\n', expect: [peer] },

  {
    ...program('command=python main.py\nenvironment=TARIFF_URL="http://localhost:6105",LEVEL="info"\n', set),
    environment: { TARIFF_URL: 'http://${tariff.host}:${tariff.port.http}' },
  },
  program(
    'environment=\n  DEPOT_HOST=localhost,\n  DEPOT_PORT=6107\ncommand=x\n',
    ['localhost', 'peer', 'env'],
    ['6107', 'peer', 'env'],
  ),
  program(
    'command=uvicorn app:app --host 127.0.0.1 --port 6101 ; note localhost:6107\n',
    ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
    ['6101', 'bind', 'edit', '8080'],
    ['localhost:6107', 'doc', 'keep'],
  ),
  {
    file: 'conf.d/crane.conf',
    source: '[program:crane]\ncommand=node main.js --tariff http://localhost:6105\n',
    expect: [peer],
  },
  {
    file: 'supervisord.conf',
    source:
      '[supervisord]\nnodaemon=true\n[inet_http_server]\nport=127.0.0.1:9001\n[supervisorctl]\nserverurl=http://localhost:9001\n',
    expect: [
      ['127.0.0.1:9001', 'local-only', 'keep'],
      ['localhost:9001', 'local-only', 'keep'],
    ],
  },

  proc('web: gunicorn -b 127.0.0.1:6101 app:app\n', ['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080']),
  proc('web: TARIFF_URL=http://localhost:6105 node main.js\nworker: node w.js --depot localhost:6107\n', set, [
    'localhost:6107',
    'peer',
    'edit',
    'depot:8080',
  ]),
  proc(
    'web: flask run -h localhost -p 6101\n',
    ['localhost', 'bind', 'edit', '0.0.0.0'],
    ['6101', 'bind', 'edit', '8080'],
  ),
  proc('web: node main.js --port ${PORT:-6101}\n', ['6101', 'bind', 'env']),
  proc(
    '# web: http://localhost:6105\nweb: celery -b redis://localhost:6379 worker\n',
    ['localhost:6105', 'doc', 'keep'],
    ['localhost:6379', 'peer', 'edit', 'valkey:6379'],
  ),

  make('TARIFF_URL ?= http://localhost:6105\n', set),
  make(
    'TARIFF_URL := http://localhost:6105\nrun:\n\t@echo "at http://localhost:6105"\n\tTARIFF=$(TARIFF_URL) node main.js\n',
    peer,
    ['localhost:6105', 'doc', 'keep'],
  ),
  make(
    'DEPOT_HOST = localhost\nDEPOT_PORT = 6107\n',
    ['localhost', 'peer', 'edit', 'depot'],
    ['6107', 'peer', 'edit', '8080'],
  ),
  make(
    'up: # localhost:6107\n\tcurl -f http://localhost:6101/up\n\t-redis-cli -h localhost -p 6379 ping\n',
    ['localhost:6107', 'doc', 'keep'],
    ['localhost:6101', 'self-probe', 'edit', 'localhost:8080'],
    ['localhost', 'peer', 'edit', 'valkey'],
  ),
  make('seed:\n\tpsql -h localhost -p 5432 -U crane \\\n\t  -f seed.sql\n', ['localhost', 'peer', 'edit', 'sql']),

  make(
    'TEST_DSN ?= postgres://localhost:5432/t\nsmoke:\n\tcurl http://localhost:6105/up\nseed:\n\tcurl http://localhost:6105/seed\n',
    ['localhost:5432', 'test', 'keep'],
    ['localhost:6105', 'test', 'keep'],
    peer,
  ),

  cron('TARIFF_URL=http://localhost:6105\n*/5 * * * * crane curl -s http://localhost:6107/sweep\n', peer, [
    'localhost:6107',
    'peer',
    'edit',
    'depot:8080',
  ]),
  cron(
    '# 0 * * * * curl localhost:6105\n@daily mysqldump -h 127.0.0.1 -P 5432 crane\n',
    ['localhost:6105', 'doc', 'keep'],
    ['127.0.0.1', 'peer', 'edit', 'sql'],
  ),
]

test.each(EXAMPLES.map(titled))('%s', (_title, example) => checkExample(example))
