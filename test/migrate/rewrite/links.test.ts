// Constants through imports: one address may lie in several files.
import { expect, test } from 'vitest'
import { planOf, rewritten, textOf } from '../../support/rewrite.ts'

/** Files after the plan, and what was reported, as `file:line text role action`. */
async function migrated(files: Record<string, string>): Promise<{ after: Record<string, string>; said: string[] }> {
  const plan = await planOf(files)
  const after = rewritten(files, plan)
  return {
    after: Object.fromEntries(Object.entries(after).map(([file, bytes]) => [file, textOf(bytes)])),
    said: plan.findings.map(({ file, line, text, role, action }) => `${file}:${line} ${text} ${role} ${action}`),
  }
}

test('a host from one module, completed with a port in another', async () => {
  const { after } = await migrated({
    'config.py': 'HOST = "localhost"\n',
    'client.py':
      'from config import HOST\nimport requests\n\ndef rates():\n    return requests.get(f"http://{HOST}:6105/v1")\n',
  })
  expect(after['config.py']).toBe('HOST = "tariff"\n')
  expect(after['client.py']).toContain('f"http://{HOST}:8080/v1"')
})

test('host and port both from a module, under names that say nothing', async () => {
  const { after } = await migrated({
    'src/settings.js': "export const PEER = '127.0.0.1'\nexport const GATE = 6107\n",
    'src/client.js': "import { PEER, GATE } from './settings.js'\nexport const url = `http://${PEER}:${GATE}/x`\n",
  })
  expect(after['src/settings.js']).toBe("export const PEER = 'depot'\nexport const GATE = 8080\n")
})

test('a loopback host here, the port constant there', async () => {
  const { after } = await migrated({
    'ports.py': 'TARIFF = 6105\nDEPOT = 6107\n',
    'client.py': 'import ports\nT = f"http://localhost:{ports.TARIFF}"\nD = "http://localhost:%d" % ports.DEPOT\n',
  })
  expect(after['ports.py']).toBe('TARIFF = 8080\nDEPOT = 8080\n')
  expect(after['client.py']).toContain('T = f"http://tariff:{ports.TARIFF}"')
  expect(after['client.py']).toContain('D = "http://depot:%d" % ports.DEPOT')
})

test('one host constant, several services: each use names its own', async () => {
  const { after } = await migrated({
    'config.py': 'HOST = "localhost"\n',
    'a.py': 'from config import HOST\nu = f"http://{HOST}:6105/v1"\n',
    'b.py': 'import config\nu = f"http://{config.HOST}:6107/v1"\n',
  })
  expect(after).toEqual({
    'config.py': 'HOST = "localhost"\n',
    'a.py': 'from config import HOST\nu = f"http://tariff:8080/v1"\n',
    'b.py': 'import config\nu = f"http://depot:8080/v1"\n',
  })
})

test('the role comes from the use: listened on, compared', async () => {
  const { after, said } = await migrated({
    'net.py': 'ADDRESS = "127.0.0.1"\nGATE = 6101\nMINE = "localhost"\n',
    'main.py': 'from net import ADDRESS, GATE\napp.run(host=ADDRESS, port=GATE)\n',
    'guard.py': 'from net import MINE\n\ndef is_mine(host):\n    return host == MINE\n',
  })
  expect(after['net.py']).toBe('ADDRESS = "0.0.0.0"\nGATE = 8080\nMINE = "localhost"\n')
  expect(said).toContain('net.py:3 localhost local-only keep')
})

test('an object of the other module', async () => {
  const { after } = await migrated({
    'settings.py': 'class Settings:\n    peer = "localhost"\n\nsettings = Settings()\n',
    'client.py': 'from settings import settings\nu = "http://" + settings.peer + ":6105/v1"\n',
  })
  expect(after['settings.py']).toContain('peer = "tariff"')
  expect(after['client.py']).toContain('":8080/v1"')
})

test.each([
  ['a name of its own', { 'client.py': 'from config import OTHER\nHOST = compute()\nu = f"http://{HOST}:6105"\n' }],
  ['no import', { 'client.py': 'u = f"http://{HOST}:6105"\n' }],
  ['another owner', { 'client.py': 'import config\nu = f"http://{request.HOST}:6105"\n' }],
  ['a test', { 'tests/test_client.py': 'from config import HOST\nu = f"http://{HOST}:6105"\n' }],
])('%s is no link: the host is asked about', async (_title, others) => {
  const { after, said } = await migrated({ 'config.py': 'HOST = "localhost"\n', ...(others as Record<string, string>) })
  expect(after['config.py']).toBe('HOST = "localhost"\n')
  expect(said).toContain('config.py:1 localhost peer ask')
})
