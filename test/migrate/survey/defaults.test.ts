import { expect, test } from 'vitest'
import { discover } from '../../../src/migrate/survey/discover.ts'
import { grammars, inventedRegistry, memoryFiles } from '../../support/rewrite.ts'

test('a key that only a default gives a value', async () => {
  const main =
    'package main\n\nimport "github.com/gin-gonic/gin"\n\nfunc main() {\n\tviper.SetDefault("http.addr", "localhost:7340")\n\tr := gin.Default()\n\tr.Run(viper.GetString("http.addr"))\n}\n'
  const files = { 'gate/go.mod': 'module gate\n', 'gate/main.go': main }
  const { services } = await discover({ files: memoryFiles(files), registry: inventedRegistry(), grammars })
  expect(services.map(({ id, ports }) => [id, ports])).toEqual([['gate', [7340]]])
})

test('somebody else’s port of that word is not the program’s', async () => {
  const files = {
    'gate/package.json': '{}',
    'gate/.env': 'DOME_PORT=6403\n',
    'gate/config.js': 'exports.config = { port: Number(process.env.PORT ?? 6410) }\n',
    'gate/server.js': "const { config } = require('./config')\nrequire('http').createServer(f).listen(config.port)\n",
  }
  const { services } = await discover({ files: memoryFiles(files), registry: inventedRegistry(), grammars })
  expect(services.map(({ id, ports }) => [id, ports])).toEqual([['gate', [6410]]])
})
