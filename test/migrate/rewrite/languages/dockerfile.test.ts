import { test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

type Expect = Example['expect']
const file = (source: string, ...expect: Expect): Example => ({ file: 'Dockerfile', source, expect })
const peer: Expect[number] = ['localhost:6105', 'peer', 'edit', 'tariff:8080']

const EXAMPLES: Example[] = [
  file('FROM x\nENV TARIFF_URL=http://localhost:6105\n', peer),
  file('ENV TARIFF_URL http://localhost:6105\n', peer),
  file('ENV A=1 \\\n    TARIFF_URL="http://localhost:6105" \\\n    # a note about localhost:6107\n    B=2\n', peer, [
    'localhost:6107',
    'doc',
    'keep',
  ]),
  file(
    'ENV DEPOT_HOST=localhost DEPOT_PORT=6107\n',
    ['localhost', 'peer', 'edit', 'depot'],
    ['6107', 'peer', 'edit', '8080'],
  ),
  file(
    'ENV DEPOT_HOST=127.0.0.1\nENV DEPOT_PORT=6107\n',
    ['127.0.0.1', 'peer', 'edit', 'depot'],
    ['6107', 'peer', 'edit', '8080'],
  ),
  file('ARG TARIFF_URL=http://localhost:6105\n', peer),
  file('ENV PORT=6101\nEXPOSE 6101\n', ['6101', 'bind', 'edit', '8080'], ['6101', 'bind', 'edit', '8080']),
  file('EXPOSE 6101/tcp 6201\n', ['6101', 'bind', 'edit', '8080'], ['6201', 'bind', 'edit', '9080']),
  file(
    'ENV HOST=127.0.0.1\nENV PORT=6101\n',
    ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
    ['6101', 'bind', 'edit', '8080'],
  ),
  file('HEALTHCHECK CMD curl -f http://localhost:6101/up || exit 1\n', [
    'localhost:6101',
    'self-probe',
    'edit',
    'localhost:8080',
  ]),
  file('HEALTHCHECK --interval=5s \\\n  --timeout=2s \\\n  CMD ["wget", "-qO-", "http://127.0.0.1:6101/up"]\n', [
    '127.0.0.1:6101',
    'self-probe',
    'edit',
    '127.0.0.1:8080',
  ]),
  file(
    'HEALTHCHECK CMD nc -z localhost 6101\n',
    ['localhost', 'self-probe', 'keep'],
    ['6101', 'self-probe', 'edit', '8080'],
  ),
  file('HEALTHCHECK CMD redis-cli -h localhost ping\n', ['localhost', 'self-probe', 'keep']),
  file('HEALTHCHECK NONE\n# HEALTHCHECK CMD curl http://localhost:6105\n', ['localhost:6105', 'doc', 'keep']),
  file('CMD ["gunicorn", "-b", "127.0.0.1:6101", "app:app"]\n', ['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080']),
  file(
    'CMD uvicorn main:app --host 127.0.0.1 --port 6101\n',
    ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
    ['6101', 'bind', 'edit', '8080'],
  ),
  file('CMD ["java", "-Dtariff.url=http://localhost:6105", "-jar", "crane.jar", "--server.port=6101"]\n', peer, [
    '6101',
    'bind',
    'edit',
    '8080',
  ]),
  file(
    'ENTRYPOINT ["sh", "-c", "PORT=6101 exec node server.js --tariff http://localhost:6105"]\n',
    ['6101', 'bind', 'edit', '8080'],
    peer,
  ),
  file(
    'CMD python main.py --tariff-host localhost --tariff-port 6105\n',
    ['localhost', 'peer', 'edit', 'tariff'],
    ['6105', 'peer', 'edit', '8080'],
  ),
  file('CMD ["celery", "-A", "jobs", "-b", "redis://localhost:6379/0", "worker"]\n', [
    'localhost:6379',
    'peer',
    'edit',
    'valkey:6379',
  ]),
  file('CMD python manage.py runserver 127.0.0.1:6101\n', ['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080']),
  file('CMD ["node", "--inspect=127.0.0.1:9229", "main.js"]\n', ['127.0.0.1:9229', 'bind', 'keep']),
  file('LABEL description="Dials http://localhost:6105"\n', ['localhost:6105', 'doc', 'keep']),
  file('RUN echo "tariff at localhost:6105"\n', ['localhost:6105', 'doc', 'keep']),
  file('FROM localhost:5000/base:1\n', ['localhost:5000', 'local-only', 'keep']),
  file(
    'RUN <<EOF\n# localhost:6107\ncurl http://localhost:6105/seed -o /seed\nEOF\n',
    ['localhost:6107', 'doc', 'keep'],
    peer,
  ),
  file(
    'COPY <<EOF /app/crane.conf\ntariff_host=localhost\ntariff_port=6105\nEOF\nENV A=1\n',
    ['localhost', 'peer', 'edit', 'tariff'],
    ['6105', 'peer', 'edit', '8080'],
  ),
  file('ENV NO_PROXY=localhost,127.0.0.1\n', ['localhost', 'local-only', 'keep'], ['127.0.0.1', 'local-only', 'keep']),
  file('# syntax\r\nENV TARIFF_URL=http://localhost:6105\r\nEXPOSE 6101\r\n', peer, ['6101', 'bind', 'edit', '8080']),
  file('ENV DATA_DIR=C:\\\\crane\\\\data\n', ['C:\\\\crane\\\\data', 'path', 'edit', '/data']),
]

test.each(EXAMPLES.map(titled))('%s', (_title, example) => checkExample(example))
