// The cast of the demo. All figures are invented.
import type { PsService } from '../model/report.ts'
import type { CheckResult, Verdict } from '../model/verdict.ts'

export const DEMO_SYMBOLS = [
  { symbol: 'BTCUSDT', price: 67_012.5 },
  { symbol: 'ETHUSDT', price: 3120.1 },
  { symbol: 'SOLUSDT', price: 150.02 },
  { symbol: 'ADAUSDT', price: 0.4512 },
]

const MEGA = 1024 * 1024
type Given = Partial<PsService> & Pick<PsService, 'id'>

function service(given: Given): PsService {
  return { kind: 'app', state: 'running', health: 'healthy', restarts: 0, uptimeSeconds: 9000, ports: {}, ...given }
}

function running(id: string, http: number, cpuPercent: number, mega: number, more: Partial<PsService> = {}): PsService {
  return service({ id, ports: { http }, pid: 4000 + (http % 1000), cpuPercent, memoryBytes: mega * MEGA, ...more })
}

const absent = (id: string) => service({ id, state: 'absent', health: 'none', uptimeSeconds: 0 })

export const DEMO_SERVICES: PsService[] = [
  running('nats', 4222, 3.1, 24, { kind: 'infra', uptimeSeconds: 14_400 }),
  running('valkey', 6379, 0.8, 12, { kind: 'infra', uptimeSeconds: 14_400 }),
  service({ id: 'questdb', kind: 'infra', state: 'embedded', health: 'none', reason: 'SQLite file' }),
  service({ id: 'seaweedfs', kind: 'infra', state: 'embedded', health: 'none', reason: 'lake folder' }),
  running('gateway', 8080, 6.2, 71),
  running('normalizer', 8081, 9.4, 88),
  running('sink-ticks', 8111, 4.4, 93),
  running('sink-alt', 8112, 1.1, 80),
  running('risk', 8103, 12.8, 76),
  running('oms', 8099, 38.1, 143),
  running('exeq', 8095, 2.2, 69, { health: 'degraded', reason: 'venue circuit open' }),
  running('pnl', 8100, 0.9, 64, { health: 'unhealthy', reason: 'GET /health 503 after 31 ms: bus down', restarts: 4 }),
  running('ptrc', 8109, 1.7, 66, { health: 'starting', uptimeSeconds: 3 }),
  running('live-gateway', 8200, 2.0, 70),
  ...[
    'feast-pipeline',
    'execution-quality',
    'compliance-scanner',
    'logger',
    'monitoring',
    'serving',
    'bt-orchestrator',
    'ml-training',
  ].map(absent),
]

function check(id: string, verdict: Verdict, observed: number, expected: number, unit: string): CheckResult {
  return {
    id,
    title: id,
    verdict,
    observed,
    expected,
    unit,
    samples: 1000,
    attempts: 1,
    reason: 'demo',
    durationMs: 800,
  }
}

export const DEMO_GATES: { name: string; verdict?: Verdict; checks: CheckResult[] }[] = [
  {
    name: 'task-02',
    verdict: 'pass',
    checks: [check('ticks.p99', 'pass', 38, 100, 'ms'), check('gaps', 'pass', 0, 0, '')],
  },
  { name: 'task-03', verdict: 'pass', checks: [check('risk.p50', 'pass', 0.9, 1.5, 'ms')] },
  {
    name: 'critical',
    verdict: 'fail',
    checks: [check('oms.p50', 'pass', 8.1, 10, 'ms'), check('oms.p99', 'fail', 57, 50, 'ms')],
  },
  { name: 'task-04', verdict: 'inconclusive', checks: [check('fills', 'inconclusive', 12, 1000, 'orders')] },
  { name: 'task-05', checks: [] },
  { name: 'task-06', checks: [] },
  { name: 'final', checks: [] },
]
