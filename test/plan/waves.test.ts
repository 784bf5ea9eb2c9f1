import { expect, it } from 'vitest'
import type { ServiceDefinition } from '../../src/model/service.ts'
import { planWaves } from '../../src/plan/waves.ts'

const definition = (id: string, wave: string | undefined, needs: Record<string, 'hard' | 'soft'>): ServiceDefinition =>
  ({ id, wave, needs }) as unknown as ServiceDefinition

it('groups by wave and orders a wave by the hard needs inside it', () => {
  const all = [
    definition('oms', 'P2', { risk: 'hard', exeq: 'soft' }),
    definition('exeq', 'P2', { oms: 'soft' }),
    definition('risk', 'P2', { nats: 'hard' }),
    definition('normalizer', 'P1', { nats: 'hard' }),
    definition('nats', undefined, {}),
  ]
  expect(planWaves(all)).toEqual([
    { wave: 'P1', services: ['normalizer'] },
    { wave: 'P2', services: ['exeq', 'risk', 'oms'] },
  ])
})
