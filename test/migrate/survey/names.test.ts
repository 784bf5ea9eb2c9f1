import { expect, test } from 'vitest'
import { withServices } from '../../../src/migrate/rewrite/registry.ts'
import { lines, NOBODY, servicesOf } from './systems.ts'

const APP = 'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(port=6107)\n'

test.each([
  ['a folder names its service', { 'quay_side/main.py': APP }, 'quay-side'],
  ['a folder that only says where code lies does not', { 'depot/server/main.py': APP }, 'depot'],
  [
    'at the root the manifest does',
    { 'package.json': '{"name": "@harbour/depot"}', 'server.js': 'app.listen(6107)' },
    'depot',
  ],
  [
    'at the root the launcher is asked first',
    { 'main.py': APP, 'deploy/tariff.service': '[Service]\nExecStart=/usr/bin/python3 main.py\n' },
    'tariff',
  ],
  ['a program with a name of its own has that', { 'tariff.py': APP }, 'tariff'],
])('%s', async (_, files, id) => expect((await servicesOf(files)).map((one) => one.id)).toEqual([id]))

test('the operator calls the service on a port by a name: that is its name', async () => {
  const files = { 'src/Harbour.Depot/main.py': APP }
  expect(await lines(files, { 'localhost:6107': 'depot:8080' })).toEqual([
    'depot | src/Harbour.Depot | python | 6107 r4',
  ])
  expect(await lines(files, { 'localhost:6999': 'depot:8080' })).toEqual([
    'harbour-depot | src/Harbour.Depot | python | 6107 r4',
  ])
})

test('one program under two unit names is two services', async () => {
  const unit = (port: number) => `[program:ring-${port}]\ncommand=python node.py --port ${port}\n`
  const files = {
    'ring/node.py':
      'import argparse\np = argparse.ArgumentParser()\np.add_argument("--port", default=1)\na = p.parse_args()\nHTTPServer(("", a.port), H).serve_forever()\n',
    'ring/supervisord.conf': unit(7001) + unit(7002),
  }
  expect(await lines(files)).toEqual(['ring-7001 | ring | python | 7001 r1', 'ring-7002 | ring | python | 7002 r1'])
})

test('files of a shared folder have one owner', async () => {
  const files = {
    'requirements.txt': 'flask',
    'booking.py': `import rates\n${APP}`,
    'gateway.py': APP.replace('6107', '6108'),
    'rates.py': 'R = 1\n',
    'common.py': 'C = 1\n',
  }
  const [booking, gateway] = await servicesOf(files)
  expect([booking!.id, booking!.nested]).toEqual(['booking', ['gateway.py']])
  expect([gateway!.id, gateway!.nested]).toEqual([
    'gateway',
    ['booking.py', 'common.py', 'rates.py', 'requirements.txt'],
  ])
})

test('a published port leads to the port inside', async () => {
  const services = await servicesOf({
    'compose.yaml': 'services:\n  quay:\n    build: quay\n    ports:\n      - "127.0.0.1:6107:8080"\n',
    'quay/server.js': 'app.listen(8080)',
  })
  const registry = withServices(NOBODY, services)
  expect(
    [...registry.ports].map(([port, entries]) => [port, entries.map(({ service, value }) => `${service}:${value}`)]),
  ).toEqual([[6107, ['quay:8080']]])
})

test('ports keep the names of their roles', async () => {
  const services = await servicesOf({
    'quay/main.py':
      'start_http_server(9101)\nserver.add_insecure_port("[::]:50051")\nHTTPServer(("", 6107), H).serve_forever()\n',
  })
  expect(withServices(NOBODY, services).services.get('quay')?.ports).toEqual({ http: 6107, grpc: 50051, metrics: 9101 })
})

test('port 0 and a port nobody tells are findings', async () => {
  const [zero, unknown] = await servicesOf({
    'a/server.js': 'app.listen(0)',
    'b/server.js': 'app.listen(process.env.PORT)',
  })
  expect([zero!.ports, zero!.portNotes]).toEqual([[], ['a/server.js:1 listens on port 0: the system chooses one']])
  expect([unknown!.ports, unknown!.portNotes]).toEqual([[], ['b/server.js:1 listens, on a port that no text tells']])
})
