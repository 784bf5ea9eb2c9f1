import { expect, test } from 'vitest'
import { localEndpoints } from '../../src/catalog/endpoints.ts'
import { linksFor } from '../../src/plan/links.ts'
import { serviceYaml, tinyCatalog } from '../support/catalog.ts'

const { services } = tinyCatalog({
  'services/crane/service.yaml': serviceYaml('crane', 7100, 'lanes: [backend]\nneeds: { tariff: soft }\n'),
  'services/tariff/service.yaml': serviceYaml('tariff', 7105, 'lanes: [backend]\nlegacy: { ports: [6105] }\n'),
})

const links = (offset: number, inStack: string[]) =>
  linksFor({
    services,
    endpoints: localEndpoints(services, offset),
    inStack: new Set(inStack),
    implemented: () => false,
  })

test('a caller on the host finds a migrated peer at its old port', () => {
  expect(links(0, ['tariff'])).toEqual([{ service: 'tariff', listen: 6105, to: 7105 }])
})

test('a platform that moved its ports leaves the plain ones alone', () => {
  expect(links(2000, ['tariff'])).toEqual([{ service: 'tariff', listen: 8105, to: 9105 }])
})

test('a migrated caller finds a peer that is still on the host', () => {
  expect(links(2000, ['crane'])).toEqual([{ service: 'tariff', listen: 9105, to: 6105 }])
})
