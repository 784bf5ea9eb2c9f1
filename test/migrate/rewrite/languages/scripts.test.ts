import { test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

type Expect = Example['expect']
const bat = (source: string, ...expect: Expect): Example => ({
  file: 'run.bat',
  source: `@echo off\r\n${source}\r\n`,
  expect,
})
const ps = (source: string, ...expect: Expect): Example => ({ file: 'run.ps1', source: `${source}\r\n`, expect })
const peer: Expect[number] = ['localhost:6105', 'peer', 'edit', 'tariff:8080']
const set: Expect[number] = ['localhost:6105', 'peer', 'env']
const kept: Expect[number] = ['localhost:6105', 'peer', 'keep']
const note: Expect[number] = ['localhost:6105', 'doc', 'keep']
const start = 'python main.py'

const EXAMPLES: Example[] = [
  // Launchers: their variables go to compose.
  {
    ...bat(`set TARIFF_URL=http://localhost:6105\r\n${start}`, set),
    environment: { TARIFF_URL: 'http://${tariff.host}:${tariff.port.http}' },
  },
  bat(`set "TARIFF_URL=http://localhost:6105"\r\n${start}`, set),
  bat(`set TARIFF_URL=http://localhost:6105& ${start}`, set),
  {
    ...bat(
      `set DEPOT_HOST=localhost\r\nset DEPOT_PORT=6107\r\n${start}`,
      ['localhost', 'peer', 'env'],
      ['6107', 'peer', 'env'],
    ),
    environment: { DEPOT_HOST: '${depot.host}', DEPOT_PORT: '${depot.port.http}' },
  },
  {
    ...bat(`set HOST=127.0.0.1\r\nset PORT=6101\r\n${start}`, ['127.0.0.1', 'bind', 'env'], ['6101', 'bind', 'env']),
    environment: { HOST: '${bind.host}', PORT: '${self.port.http}' },
  },
  bat('start "crane" cmd /c "python main.py --tariff http://localhost:6105"', kept),
  bat('cd /d C:\\crane\r\npython main.py --tariff http://localhost:6105', ['C:\\crane', 'path', 'keep'], kept),
  bat('nssm set crane AppEnvironmentExtra LEVEL=info TARIFF_URL=http://localhost:6105\r\nnssm start crane', set),
  bat(
    'nssm install crane "C:\\Python\\python.exe" main.py ^\r\n  --tariff http://localhost:6105',
    ['C:\\Python\\python.exe', 'path', 'keep'],
    kept,
  ),
  bat(`if not defined TARIFF_URL set TARIFF_URL=http://localhost:6105\r\n${start}`, set),
  bat(`setx TARIFF_URL http://localhost:6105\r\n${start}`, set),
  bat(`rem set TARIFF_URL=http://localhost:6105\r\n:: localhost:6105\r\n${start}`, note, note),
  bat(`echo tariff at http://localhost:6105\r\n${start}`, note),
  bat(`${start}\r\nstart "" http://localhost:6105`, note),
  bat(`set NO_PROXY=localhost\r\n${start}`, ['localhost', 'local-only', 'keep']),
  bat(`if "%HOST%" == "localhost" ${start}`, ['localhost', 'local-only', 'keep']),
  bat(`set DATA_DIR=C:\\Legacy\\data\\crane\r\n${start}`, ['C:\\Legacy\\data\\crane', 'path', 'env']),
  // Scripts that do work.
  bat('curl -s http://localhost:6105/rates -o rates.json', peer),
  bat('set URL=http://localhost:6105\r\ncurl %URL%/rates', peer),
  bat('curl -f http://localhost:6101/up || exit /b 1', ['localhost:6101', 'self-probe', 'edit', 'localhost:8080']),
  bat('redis-cli -h localhost -p 6379 save', ['localhost', 'peer', 'edit', 'valkey']),
  bat('netstat -an | findstr "127.0.0.1:6101"', ['127.0.0.1:6101', 'local-only', 'keep']),
  bat(
    'copy C:\\Legacy\\data\\q.db \\\\NAS01\\backup\\',
    ['C:\\Legacy\\data\\q.db', 'path', 'edit', '/data/q.db'],
    ['\\\\NAS01\\backup\\', 'path', 'ask'],
  ),

  {
    ...ps(`$env:TARIFF_URL = "http://localhost:6105"\r\n${start}`, set),
    environment: { TARIFF_URL: 'http://${tariff.host}:${tariff.port.http}' },
  },
  ps(`$env:TARIFF_URL="http://localhost:6105"\r\n& ${start}`, set),
  ps(
    `$Env:DEPOT_HOST = 'localhost'; $Env:DEPOT_PORT = 6107\r\n${start}`,
    ['localhost', 'peer', 'env'],
    ['6107', 'peer', 'env'],
  ),
  ps(`[Environment]::SetEnvironmentVariable("TARIFF_URL", "http://localhost:6105", "Machine")\r\n${start}`, set),
  ps(
    'Start-Process python -ArgumentList "main.py", "--tariff", "http://localhost:6105" -WorkingDirectory C:\\crane',
    kept,
    ['C:\\crane', 'path', 'keep'],
  ),
  ps(
    '& "C:\\nssm\\nssm.exe" set crane AppEnvironmentExtra "TARIFF_URL=http://localhost:6105"',
    ['C:\\nssm\\nssm.exe', 'path', 'keep'],
    set,
  ),
  ps('$tariff = "http://localhost:6105"\r\nInvoke-RestMethod "$tariff/rates"', peer),
  ps('[string]$tariff = "http://localhost:6105"', peer),
  ps('param(\r\n  [string]$Tariff = "localhost:6105",\r\n  [string]$Depot = "localhost:6107"\r\n)', peer, [
    'localhost:6107',
    'peer',
    'edit',
    'depot:8080',
  ]),
  ps('$tariff = $env:TARIFF_URL ?? "http://localhost:6105"', set),
  ps('$tariff = if ($env:TARIFF_URL) { $env:TARIFF_URL } else { "http://localhost:6105" }', set),
  ps('Invoke-WebRequest -Uri http://localhost:6105/rates -UseBasicParsing', peer),
  ps('$x = Invoke-RestMethod -Method Post -Uri "http://localhost:6105/rates" -Body $b', peer),
  ps('Invoke-WebRequest "http://localhost:6101/up" | Out-Null', [
    'localhost:6101',
    'self-probe',
    'edit',
    'localhost:8080',
  ]),
  ps(
    'Test-NetConnection -ComputerName localhost -Port 6107',
    ['localhost', 'peer', 'edit', 'depot'],
    ['6107', 'peer', 'edit', '8080'],
  ),
  ps(
    '$o = @{ Host = "localhost"; Port = 6107 }',
    ['localhost', 'peer', 'edit', 'depot'],
    ['6107', 'peer', 'edit', '8080'],
  ),
  ps('foreach ($u in @("localhost:6105", "localhost:6107")) { irm "http://$u/up" }', peer, [
    'localhost:6107',
    'peer',
    'edit',
    'depot:8080',
  ]),
  ps('$c = @"\r\n# localhost:6105\r\ntariff=http://localhost:6105\r\n"@', note, peer),
  ps('Copy-Item C:\\Legacy\\data\\q.db out', ['C:\\Legacy\\data\\q.db', 'path', 'edit', '/data/q.db']),
  // Traps
  ps('# http://localhost:6105', note),
  ps('<#\r\n  Opens http://localhost:6105\r\n#>\r\n$x = 1', note),
  ps('Write-Host "Tariff at http://localhost:6105" -ForegroundColor Green', note),
  ps('if ($h -eq "localhost") { exit }', ['localhost', 'local-only', 'keep']),
  ps(
    'if ("localhost", "127.0.0.1" -contains $h) { exit }',
    ['localhost', 'local-only', 'keep'],
    ['127.0.0.1', 'local-only', 'keep'],
  ),
  ps('$env:NO_PROXY = "localhost,127.0.0.1"', ['localhost', 'local-only', 'keep'], ['127.0.0.1', 'local-only', 'keep']),
  ps('$x -match "^localhost"', ['localhost', 'local-only', 'keep']),
]

test.each(EXAMPLES.map(titled))('%s', (_title, example) => checkExample(example))
