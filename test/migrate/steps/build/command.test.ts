import { describe, expect, it } from 'vitest'
import { startCommand } from '../../../../src/migrate/steps/build/command.ts'
import type { ServiceDefinition } from '../../../../src/model/service.ts'
import { definition } from './systems.ts'

const depot: ServiceDefinition = {
  ...definition,
  ports: { http: 8080, metrics: 9100 },
  legacy: { ports: [6107, 6108], metricsPorts: [9407], names: [] },
}
const start = (text: string, hasBindFile = false) => startCommand(text.split(' '), depot, hasBindFile).join(' ')

describe('a start command', () => {
  it.each([
    ['uvicorn main:app --host 127.0.0.1 --port 6107', 'uvicorn main:app --host ${bind.host} --port ${self.port.http}'],
    ['uvicorn main:app', 'uvicorn main:app --host ${bind.host} --port ${self.port.http}'],
    ['gunicorn -b localhost:6107 app:app', 'gunicorn -b ${bind.host}:${self.port.http} app:app'],
    ['gunicorn --bind=127.0.0.1:6107 app:app', 'gunicorn --bind=${bind.host}:${self.port.http} app:app'],
    ['python -m flask run -p 6107', 'python -m flask run -p ${self.port.http} --host ${bind.host}'],
    ['python manage.py runserver 127.0.0.1:6107', 'python manage.py runserver ${bind.host}:${self.port.http}'],
    ['python manage.py runserver', 'python manage.py runserver ${bind.host}:${self.port.http}'],
    ['java -Dserver.port=6107 -jar app.jar', 'java -Dserver.port=${self.port.http} -jar app.jar'],
    ['java -jar app.jar --server.port=6107', 'java -jar app.jar --server.port=${self.port.http}'],
    ['java -jar app.jar --server.address=localhost', 'java -jar app.jar --server.address=${bind.host}'],
    ['dotnet Depot.dll --urls http://localhost:6107', 'dotnet Depot.dll --urls http://${bind.host}:${self.port.http}'],
    ['dotnet Depot.dll --urls=http://*:6107', 'dotnet Depot.dll --urls=http://${bind.host}:${self.port.http}'],
    [
      './bin/depot -listen :6107 -metrics :9407',
      './bin/depot -listen :${self.port.http} -metrics :${self.port.metrics}',
    ],
    ['php -S localhost:6999 -t public', 'php -S ${bind.host}:${self.port.http} -t public'],
    ['next start', 'next start -p ${self.port.http}'],
  ])('%s → %s', (before, after) => {
    expect(start(before)).toBe(after)
  })

  it.each([
    ['python main.py'],
    ['python main.py --retries 3 --upstream http://localhost:6110'],
    ['java -Xmx6107m -jar app.jar'],
    ['node server.js --allow localhost'],
    ['gunicorn -c gunicorn.conf.py app:app', true],
  ])('%s stays', (text, hasBindFile = false) => {
    expect(start(text as string, hasBindFile as boolean)).toBe(text)
  })

  it('keeps what looks like a placeholder but is none', () => {
    expect(startCommand(['sh', '-c', 'echo ${HOME}'], depot)).toEqual(['sh', '-c', 'echo $${HOME}'])
  })
})
