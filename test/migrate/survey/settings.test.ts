import { expect, test } from 'vitest'
import { pathWords, settingsOf } from '../../../src/migrate/survey/settings.ts'
import { openSources } from '../../../src/migrate/survey/sources.ts'
import { memoryFiles } from '../../support/rewrite.ts'

const read = (file: string, text: string) =>
  settingsOf(openSources(memoryFiles({ [file]: text })), file).map(
    ({ path, value, line, document }) => `${document}:${line} ${path.join('/')} = ${value}`,
  )

test('YAML: nesting, lists, flow maps, documents, comments', () => {
  const text = `# x: 1
server:
  port: 8081   # here
  list:
  - name: a
    port: 1
  - b
spring.profiles.active: dev
map: { port: 8082, host: "h" }
text: |
  port: 9
---
server: {port: 8083}
`
  expect(read('a.yaml', text)).toEqual([
    '0:3 server/port = 8081',
    '0:5 server/list/-/name = a',
    '0:6 server/list/-/port = 1',
    '0:7 server/list/- = b',
    '0:8 spring/profiles/active = dev',
    '0:9 map/port = 8082',
    '0:9 map/host = h',
    '0:11 text/port = 9',
    '1:13 server/port = 8083',
  ])
})

test.each([
  [
    'a.json',
    '{\n "Kestrel": {"Endpoints": {"Http": {"Url": "http://localhost:5005"}}}, // c\n "l": [1, {"p": 2}],\n "z": true}',
    ['0:2 Kestrel/Endpoints/Http/Url = http://localhost:5005', '0:3 l/- = 1', '0:3 l/-/p = 2', '0:4 z = true'],
  ],
  [
    'a.toml',
    '[default]\naddress = "0.0.0.0" # x\nport = 8000\n',
    ['0:2 default/address = 0.0.0.0', '0:3 default/port = 8000'],
  ],
  ['application.properties', '#server.port=1\n!x=2\nserver.port = ${PORT:8085}\n', ['0:3 server/port = ${PORT:8085}']],
  ['.env', 'export PORT="6107"\n#PORT=1\nA=b # c\n', ['0:1 PORT = 6107', '0:3 A = b']],
  [
    'application.conf',
    'ktor {\n  deployment {\n    port = 8086\n    port = ${?PORT}\n  }\n}\n',
    ['0:3 ktor/deployment/port = 8086', '0:4 ktor/deployment/port = ${?PORT}'],
  ],
  ['a.ini', '[web]\nport: 7001 ; note\n', ['0:2 web/port = 7001']],
])('%s', (file, text, expected) => expect(read(file, text)).toEqual(expected))

test('words of a path', () =>
  expect(pathWords(['httpServer', '-', 'listen_port'])).toEqual(['http', 'server', 'listen', 'port']))
