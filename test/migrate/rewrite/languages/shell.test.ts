import { test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

type Expect = Example['expect']
const sh = (source: string, ...expect: Expect): Example => ({
  file: 'run.sh',
  source: `#!/bin/bash\n${source}\n`,
  expect,
})
const peer: Expect[number] = ['localhost:6105', 'peer', 'edit', 'tariff:8080']
const depot: Expect = [
  ['localhost', 'peer', 'edit', 'depot'],
  ['6107', 'peer', 'edit', '8080'],
]
const note: Expect[number] = ['localhost:6105', 'doc', 'keep']
const asked: Expect[number] = ['localhost', 'local-only', 'keep']

const EXAMPLES: Example[] = [
  sh('TARIFF_URL=http://localhost:6105', peer),
  sh('export TARIFF_URL="http://localhost:6105" LEVEL=info', peer),
  sh("export TARIFF_URL='http://localhost:6105'", peer),
  sh('readonly TARIFF_URL=http://localhost:6105', peer),
  {
    ...sh('TARIFF_URL="${TARIFF_URL:-http://localhost:6105}"', ['localhost:6105', 'peer', 'env']),
    environment: { TARIFF_URL: 'http://${tariff.host}:${tariff.port.http}' },
  },
  sh(': "${TARIFF_URL:=http://localhost:6105}"', ['localhost:6105', 'peer', 'env']),
  sh('export TARIFF_URL=${TARIFF_URL-http://localhost:6105}', ['localhost:6105', 'peer', 'env']),
  sh('curl "${TARIFF_URL:-http://localhost:6105}/v1"', ['localhost:6105', 'peer', 'env']),
  {
    ...sh(
      'HOST=${HOST:-127.0.0.1}\nPORT=${PORT:-6101}\nexec uvicorn app:app --host "$HOST" --port "$PORT"',
      ['127.0.0.1', 'bind', 'env'],
      ['6101', 'bind', 'env'],
    ),
    environment: { HOST: '${bind.host}', PORT: '${self.port.http}' },
  },
  sh('tariff() { local base="${1:-http://localhost:6105}"; curl "$base/v1"; }', peer),
  sh('DEPOT_HOST=localhost\nDEPOT_PORT=6107', ...depot),
  sh('HOST=localhost\nPORT=6107\ncurl "http://$HOST:$PORT/v1"', ...depot),
  sh('HOST=localhost\nPORT=6107\ncurl http://${HOST}:${PORT}/v1', ...depot),
  sh('HOST=localhost\ncurl "http://$HOST:6107/v1"', ...depot),
  sh(
    'PORT=6107\ncurl "http://localhost:$PORT/v1"',
    ['6107', 'peer', 'edit', '8080'],
    ['localhost', 'peer', 'edit', 'depot'],
  ),
  sh('curl -fsS http://localhost:6105/v1 -o out.json', peer),
  sh('curl localhost:6105', peer),
  sh('x=$(curl -s http://localhost:6105/v1 | jq .rate)', peer),
  sh('wget --post-data "a=1" --header="X: 1" http://localhost:6105/v1', peer),
  sh('curl -X POST --url="http://localhost:6105/v1"', peer),
  sh('until nc -z localhost 6107; do sleep 1; done', ...depot),
  sh('until curl -sf http://localhost:6101/up; do sleep 1; done', [
    'localhost:6101',
    'self-probe',
    'edit',
    'localhost:8080',
  ]),
  sh('curl -sf localhost:6101/up', ['localhost:6101', 'self-probe', 'edit', 'localhost:8080']),
  sh('./wait-for-it.sh localhost:6105 --timeout=30 -- node main.js --depot localhost:6107', peer, [
    'localhost:6107',
    'peer',
    'edit',
    'depot:8080',
  ]),
  sh('redis-cli -h 127.0.0.1 -p 6379 ping', ['127.0.0.1', 'peer', 'edit', 'valkey']),
  sh('redis-cli -h localhost ping', ['localhost', 'peer', 'edit', 'valkey']),
  sh('psql -h localhost -U crane -c "select 1"', ['localhost', 'peer', 'edit', 'sql']),
  sh('PGPASSWORD=x pg_dump --host=localhost --port=5432 crane > /backup/crane.sql', [
    'localhost',
    'peer',
    'edit',
    'sql',
  ]),
  sh('psql "postgresql://crane:p%40@localhost:5432/crane"', ['localhost:5432', 'peer', 'edit', 'sql:5432']),
  sh('pg_isready -hlocalhost -p5432', ['localhost', 'peer', 'edit', 'sql']),
  sh('nats pub -s nats://localhost:4222 crane.up 1', ['localhost:4222', 'peer', 'edit', 'nats:4222']),
  sh('exec 3<>/dev/tcp/localhost/6107', ...depot),
  sh(
    '(echo > /dev/tcp/127.0.0.1/6107) 2>/dev/null',
    ['127.0.0.1', 'peer', 'edit', 'depot'],
    ['6107', 'peer', 'edit', '8080'],
  ),
  sh('for peer in localhost:6105 localhost:6107; do curl "http://$peer/up"; done', peer, [
    'localhost:6107',
    'peer',
    'edit',
    'depot:8080',
  ]),
  sh('PEERS=(localhost:6105 "localhost:6107")', peer, ['localhost:6107', 'peer', 'edit', 'depot:8080']),
  sh('declare -A PEERS=([tariff]=localhost:6105 [depot]="localhost:6107")', peer, [
    'localhost:6107',
    'peer',
    'edit',
    'depot:8080',
  ]),
  sh('exec gunicorn --bind 127.0.0.1:6101 app:app', ['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080']),
  sh(
    'exec python main.py --host 127.0.0.1 --port 6101',
    ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
    ['6101', 'bind', 'edit', '8080'],
  ),
  sh('PORT=6101 TARIFF=http://localhost:6105 node main.js &', ['6101', 'bind', 'edit', '8080'], peer),
  sh('exec java -Dtariff.url=http://localhost:6105 -jar crane.jar --server.port=6101', peer, [
    '6101',
    'bind',
    'edit',
    '8080',
  ]),
  sh('docker run -e TARIFF_URL=http://localhost:6105 crane', peer),
  sh(
    'cat > crane.conf <<EOF\n# localhost:6107\ntariff=http://localhost:6105\ndepot_host=localhost\ndepot_port=6107\nEOF',
    ['localhost:6107', 'doc', 'keep'],
    peer,
    ...depot,
  ),
  sh('echo "tariff=http://localhost:6105" >> .env', peer),
  sh('DATA="C:\\crane\\data\\q.db"', ['C:\\crane\\data\\q.db', 'path', 'edit', '/data/q.db']),
  sh('URL=http://localhost:6105/v1 # was localhost:6107', peer, ['localhost:6107', 'doc', 'keep']),
  // Traps
  sh('# curl http://localhost:6105', note),
  sh('echo "Tariff at http://localhost:6105"', note),
  sh('printf "at %s\\n" http://localhost:6105 >&2', note),
  sh('cat <<EOF\nUsage: run.sh\n  opens http://localhost:6105\nEOF', note),
  sh('if [[ $host == localhost || "$host" = "127.0.0.1" ]]; then x; fi', asked, ['127.0.0.1', 'local-only', 'keep']),
  sh('[ "$host" = localhost ] && x', asked),
  sh('case "$host" in\n  localhost|127.0.0.1) x ;;\nesac', asked, ['127.0.0.1', 'local-only', 'keep']),
  sh('grep -q localhost /etc/hosts', asked),
  sh('ss -ltn | grep "127.0.0.1:6101"', ['127.0.0.1:6101', 'local-only', 'keep']),
  sh('export NO_PROXY=localhost,127.0.0.1', asked, ['127.0.0.1', 'local-only', 'keep']),
  sh('[[ $url =~ ^http://localhost ]] && x', asked),
  sh('node --inspect=127.0.0.1:9229 main.js', ['127.0.0.1:9229', 'bind', 'keep']),
  sh('export CORS_ORIGINS=http://localhost:5173', ['localhost:5173', 'origin', 'keep']),
  { file: 'tests/up.sh', source: 'curl http://localhost:6105/up\n', expect: [['localhost:6105', 'test', 'keep']] },
  {
    file: 'healthcheck.sh',
    source: 'curl -f http://localhost:6101/up || exit 1\n',
    expect: [['localhost:6101', 'self-probe', 'edit', 'localhost:8080']],
  },
  sh('HOST=localhost', ['localhost', 'peer', 'ask']),
]

test.each(EXAMPLES.map(titled))('%s', (_title, example) => checkExample(example))
