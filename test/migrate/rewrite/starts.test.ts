// Launchers at the top of a tree belong to no service and start many.
import { expect, test } from 'vitest'
import { planOf } from '../../support/rewrite.ts'

test.each<[file: string, source: string, expected: unknown[][]]>([
  [
    'Procfile',
    'tariff: uvicorn app:app --host 127.0.0.1 --port 6105\n',
    [
      ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
      ['6105', 'bind', 'edit', '8080'],
    ],
  ],
  [
    'deploy/tariff.service',
    '[Service]\nEnvironment=TARIFF_PORT=6105\nExecStart=/opt/tariff -depot http://localhost:6107 -health 127.0.0.1:6105\n',
    [
      ['6105', 'bind', 'env'],
      ['localhost:6107', 'peer', 'edit', 'depot:8080'],
      ['127.0.0.1:6105', 'bind', 'edit', '0.0.0.0:8080'],
    ],
  ],
  [
    'deploy/tariff.service',
    '[Service]\nExecStartPost=/usr/bin/curl -f http://127.0.0.1:6105/up\n',
    [['127.0.0.1:6105', 'self-probe', 'edit', '127.0.0.1:8080']],
  ],
  [
    'deploy/depot.service',
    '[Service]\nExecStart=/usr/bin/dotnet Depot.dll --urls http://localhost:6107\n',
    [['localhost:6107', 'bind', 'edit', '0.0.0.0:8080']],
  ],
  [
    'ecosystem.config.js',
    "module.exports = { apps: [{ name: 'tariff', env: { PORT: 6105, HOST: '127.0.0.1' } }] }\n",
    [
      ['6105', 'bind', 'edit', '8080'],
      ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
    ],
  ],
  ['scripts/seed.sh', 'curl -f http://localhost:6105/seed\n', [['localhost:6105', 'peer', 'edit', 'tariff:8080']]],
])('%s: %s', async (file, source, expected) => {
  const plan = await planOf({ [file]: source }, { service: 'shared' })
  const seen = plan.findings.map((one) => [
    one.text,
    one.role,
    one.action,
    ...(one.replacement ? [one.replacement] : []),
  ])
  expect(seen).toEqual(expected)
})
