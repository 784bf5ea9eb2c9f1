import { describe, expect, it } from 'vitest'
import type { ConfigChange } from '../../../src/migrate/steps/config-diff.ts'
import { writeConfig } from '../../../src/migrate/steps/write-config.ts'
import { LEGACY } from '../run/world.ts'
import { craneContext } from './context.ts'

interface ConfigEvidence {
  from: string | null
  carried: string[]
  diff: ConfigChange[]
}

async function configure(files: Record<string, string>): Promise<ConfigEvidence> {
  const { 'apps/crane/config.yaml': _none, ...others } = LEGACY
  const context = await craneContext({ legacy: { ...others, ...files } })
  expect((await writeConfig.apply(context)).status).toBe('done')
  const bytes = context.disk.read('/p/.trade2026/evidence/crane/configure/config.json')!
  return JSON.parse(Buffer.from(bytes).toString()) as ConfigEvidence
}

describe('the typed diff of the configuration', () => {
  it('says of each key what it was, what it is per runtime, its type and why', async () => {
    const { from, carried, diff } = await configure({
      'apps/crane/config.json': '{"http": {"port": 6100}, "tariff_url": "http://localhost:6105", "retries": 3}',
    })
    expect(from).toBe('config.json')
    expect(carried).toEqual(['tariff_url', 'retries'])
    expect(diff).toEqual([
      {
        file: 'config.json',
        key: 'tariff_url',
        type: 'string',
        legacy: 'http://localhost:6105',
        container: 'http://tariff:7105',
        local: 'http://127.0.0.1:7105',
        why: 'listens there',
      },
      {
        file: 'stack/config',
        key: 'http.port',
        type: 'number',
        legacy: '6100',
        container: '7100',
        local: '${self.port.http}',
        why: 'the template decides',
      },
    ])
  })

  it('an own port under another key follows the definition', async () => {
    const { diff } = await configure({ 'apps/crane/settings.ini': '[web]\nport = 6100\n' })
    expect(diff).toMatchObject([
      { key: 'web.port', legacy: '6100', container: '7100', why: 'the own port follows the definition' },
    ])
  })

  it('a value that moved with an address written elsewhere is no credential', async () => {
    const { diff } = await configure({ 'apps/crane/config.json': '{\n  "tariff_url": "http://localhost:6105"\n}' })
    expect(diff).toMatchObject([{ key: 'tariff_url', why: 'it belongs to an address that moved' }])
  })

  it('no legacy configuration, no change', async () => {
    expect(await configure({})).toMatchObject({ from: null, carried: [], diff: [] })
  })
})
