import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { asYaml } from '../../../src/migrate/steps/config-formats.ts'

const EXPECTED = { depth: 10, server: { port: 6100, name: 'crane', open: true } }

describe('asYaml', () => {
  it.each([
    ['config.yaml', 'depth: 10\nserver: { port: 6100, name: crane, open: true }\n'],
    ['config.json', '{ // metres\n "depth": 10, "server": {"port": 6100, "name": "crane", "open": true}, }'],
    ['config.toml', 'depth = 10\n[server]\nport = 6100\nname = "crane"\nopen = true\n'],
    ['config.ini', 'depth = 10\n[server]\nport = 6100\nname = crane\nopen = true\n'],
    ['config.properties', 'depth=10\nserver.port=6100\nserver.name=crane\nserver.open=true\n'],
    ['config.xml', '<config><depth>10</depth><server port="6100" name="crane"><open>true</open></server></config>'],
  ])('%s says the same', (path, text) => {
    expect(parse(asYaml(path, text)!)).toEqual(EXPECTED)
  })

  it('App.config by the keys of its settings', () => {
    const text =
      '<configuration><appSettings><add key="Depth" value="10"/></appSettings><connectionStrings><add name="Main" connectionString="Server=sql"/></connectionStrings></configuration>'
    expect(parse(asYaml('App.config', text)!)).toEqual({
      appSettings: { Depth: 10 },
      connectionStrings: { Main: 'Server=sql' },
    })
  })

  it('nothing of a file that does not parse is guessed', () => {
    expect(asYaml('config.json', '{"a": ')).toBeUndefined()
    expect(asYaml('config.toml', 'a = = 1')).toBeUndefined()
    expect(asYaml('config.xml', '<a><b></a>')).toBeUndefined()
  })

  it('a key that is named like a built-in stays a key', () => {
    expect(parse(asYaml('config.ini', '[__proto__]\nx = 1\n')!)).toEqual(JSON.parse('{"__proto__": {"x": 1}}'))
  })
})
