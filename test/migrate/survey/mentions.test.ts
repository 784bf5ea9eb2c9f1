import { expect, test } from 'vitest'
import { surveyTree } from '../../../src/migrate/survey.ts'
import { grammars, inventedRegistry, memoryFiles } from '../../support/rewrite.ts'

const GATE =
  'const http = require("http")\nhttp.createServer(serve).listen(7001)\nhttp.createServer(close).listen(7002, "127.0.0.1")\n'
const OTHER = 'const http = require("http")\nhttp.createServer(serve).listen(7003)\n'

async function bindOf(other: string, gate = GATE) {
  const files = {
    'gate/server.js': gate,
    'gate/package.json': '{}',
    'yard/server.js': other,
    'yard/package.json': '{}',
  }
  const report = await surveyTree({ source: 't', files: memoryFiles(files), registry: inventedRegistry(), grammars })
  return report.endpoints.find(({ file, text }) => file === 'gate/server.js' && text === '127.0.0.1')
}

test('a second listener on loopback that nobody else speaks of is asked about', async () => {
  expect(await bindOf(OTHER)).toMatchObject({ role: 'bind', action: 'ask', alternatives: ['0.0.0.0'] })
})

test('a comment that says whom it is for is enough', async () => {
  const gate = GATE.replace('http.createServer(close)', '// only from this machine\nhttp.createServer(close)')
  expect(await bindOf(OTHER, gate)).toMatchObject({ role: 'bind', action: 'keep' })
})

test('one that another service dials is opened', async () => {
  expect(await bindOf(`${OTHER}fetch("http://localhost:7002/x")\n`)).toMatchObject({
    action: 'edit',
    replacement: '0.0.0.0',
  })
})
