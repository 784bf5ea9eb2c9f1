import { expect, test } from 'vitest'
import { discover } from '../../../src/migrate/survey/discover.ts'
import { grammars, inventedRegistry, memoryFiles } from '../../support/rewrite.ts'

const main = (imports: string) =>
  `package main\n\nimport (\n\t"net/http"\n${imports})\n\nfunc main() {\n\tgo http.ListenAndServe("localhost:6060", nil)\n\thttp.ListenAndServe(":7001", routes())\n}\n`

async function portsOf(imports: string): Promise<number[]> {
  const files = { 'gate/go.mod': 'module gate\n', 'gate/main.go': main(imports) }
  const { services } = await discover({ files: memoryFiles(files), registry: inventedRegistry(), grammars })
  return services[0]!.ports
}

test('a profiler on loopback is no port of the service', async () => {
  expect(await portsOf('\t_ "net/http/pprof"\n')).toEqual([7001])
})

test('without the profiler it is a listener like another', async () => {
  expect(await portsOf('')).toEqual([6060, 7001])
})
