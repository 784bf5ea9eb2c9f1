// A stand-in service for tests of the local runtime: answers /health on PORT and misbehaves as BEHAVIOUR says.
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'

const { PORT, BEHAVIOUR = 'well' } = process.env
console.log(`up as ${BEHAVIOUR}`)
if (BEHAVIOUR === 'exits') {
  console.error('cannot reach the bus')
  process.exit(3)
}
if (BEHAVIOUR === 'deaf') process.on('SIGTERM', () => console.log('heard SIGTERM, staying'))
if (BEHAVIOUR === 'forks') {
  // A child in a session of its own whose parent is gone: out of reach of the process group and of the family tree.
  const code = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {detached: true, stdio: 'ignore'}).unref()`
  spawn(process.execPath, ['-e', code], { detached: true, stdio: 'ignore' }).unref()
}
if (BEHAVIOUR === 'hides') {
  // A child without the marker whose parent is gone: only the process group still speaks of it.
  const code = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {stdio: 'ignore', env: {}}).unref()`
  spawn(process.execPath, ['-e', code], { stdio: 'ignore', env: {} }).unref()
}
createServer((request, response) => {
  const unwell = BEHAVIOUR === 'unwell'
  response.writeHead(unwell ? 503 : 200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ status: unwell ? 'unhealthy' : 'healthy', asked: request.url }))
}).listen(Number(PORT), '127.0.0.1')
