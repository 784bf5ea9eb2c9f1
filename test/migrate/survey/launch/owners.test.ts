import { expect, test } from 'vitest'
import { launchOwners } from '../../../../src/migrate/survey/launch/owners.ts'
import { surveyTree } from '../../../../src/migrate/survey.ts'
import { grammars, inventedRegistry, memoryFiles } from '../../../support/rewrite.ts'

const at = (kind: string, file: string, line: number) => ({ kind, file, line })

test('a unit file is its service’s, a block goes on to the next, a line of a script stands alone', () => {
  const ownerOf = launchOwners([
    { id: 'a', launchers: [at('systemd', 'a.service', 8), at('pm2', 'pm2.js', 3), at('script', 'start.bat', 2)] },
    { id: 'b', launchers: [at('pm2', 'pm2.js', 9), at('script', 'start.bat', 4), at('procfile', 'Procfile', 1)] },
  ])
  expect([ownerOf('a.service', 1), ownerOf('a.service', 20)]).toEqual(['a', 'a'])
  expect([ownerOf('pm2.js', 1), ownerOf('pm2.js', 5), ownerOf('pm2.js', 12)]).toEqual([undefined, 'a', 'b'])
  expect([ownerOf('start.bat', 2), ownerOf('start.bat', 3), ownerOf('Procfile', 1)]).toEqual(['a', undefined, 'b'])
})

test('what a launcher says of host and port is said to the service it starts', async () => {
  const server = (port: number) =>
    `const http = require("http")\nhttp.createServer(f).listen(process.env.PORT || ${port})\n`
  const files = {
    'gate/server.js': server(7001),
    'gate/package.json': '{}',
    'yard/server.js': server(7002),
    'yard/package.json': '{}',
    'yard.service':
      '[Service]\nWorkingDirectory=/opt/yard\nEnvironment=PORT=7002\nExecStart=/usr/bin/node server.js --host 127.0.0.1\nExecStartPost=/usr/bin/curl -sf http://127.0.0.1:7002/up\n',
  }
  const { endpoints } = await surveyTree({
    source: 't',
    files: memoryFiles(files),
    registry: inventedRegistry(),
    grammars,
  })
  const said = endpoints.filter(({ file }) => file === 'yard.service').map(({ text, role }) => [text, role])
  expect(said).toEqual([
    ['127.0.0.1', 'bind'],
    ['127.0.0.1:7002', 'self-probe'],
  ])
})
