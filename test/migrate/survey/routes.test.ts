import { expect, test } from 'vitest'
import type { Registry } from '../../../src/migrate/rewrite/registry.ts'
import { surveyTree } from '../../../src/migrate/survey.ts'
import { grammars, inventedRegistry, memoryFiles } from '../../support/rewrite.ts'

const FRONT = {
  'web/package.json': '{"scripts": {"dev": "vite --port 7009"}, "devDependencies": {"vite": "7"}}',
  'web/src/main.js': 'document.querySelector("#a")\n',
  'web/.env': 'VITE_YARD_URL=http://localhost:7001\n',
  'yard/package.json': '{}',
  'yard/server.js': 'require("http").createServer(f).listen(7001)\n',
}

/** A catalog that was written for another tree. */
function elsewhere(): Registry {
  const registry = inventedRegistry()
  const services = new Map([...registry.services].map(([id, service]) => [id, { ...service, path: `apps/${id}` }]))
  return { ...registry, services }
}

async function browserFinding(files: Record<string, string>) {
  const report = await surveyTree({ source: 't', files: memoryFiles(files), registry: elsewhere(), grammars })
  return report.endpoints.find(({ file }) => file === 'web/.env')
}

test('a variable of the bundle becomes a path where the edge forwards it', async () => {
  const nginx = 'server {\n  listen 80;\n  location /api/yard/ { proxy_pass http://127.0.0.1:7001/; }\n}\n'
  expect(await browserFinding({ ...FRONT, 'nginx/site.conf': nginx })).toMatchObject({
    action: 'edit',
    replacement: '/api/yard',
  })
})

test('without an edge there is no such path: the operator is asked', async () => {
  expect(await browserFinding(FRONT)).toMatchObject({ role: 'browser', action: 'ask', alternatives: ['/api/yard'] })
})
