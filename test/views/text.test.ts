// Reports as people see them at 80 columns; golden texts are rewritten with `vitest -u`.
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import type { PsReport, PsService } from '../../src/model/report.ts'
import { cut, renderTable } from '../../src/views/table.ts'
import { renderDoctor, renderPs, renderUp } from '../../src/views/text.ts'

const screen = { color: false, columns: 80 }
const service = (id: string, more: Partial<PsService>): PsService => ({
  id,
  kind: 'app',
  state: 'running',
  health: 'healthy',
  restarts: 0,
  uptimeSeconds: 192,
  ports: {},
  ...more,
})
const report: PsReport = {
  platform: 'trade2026',
  runtime: 'local',
  services: [
    service('nats', { kind: 'infra', ports: { client: 4222, monitor: 8222 } }),
    service('questdb', { kind: 'infra', state: 'embedded', uptimeSeconds: 0 }),
    service('gateway', {
      ports: { http: 8080, metrics: 9080 },
      health: 'degraded',
      reason: 'GET /health: 200 degraded (valkey down) after 3 ms',
    }),
    service('oms', {
      state: 'failed',
      health: 'unhealthy',
      uptimeSeconds: 0,
      restarts: 5,
      reason: 'exit code 1 after 5 restarts in 5 min: services/oms/config.yaml: nats.url: loopback host in a container',
    }),
    service('exeq', { state: 'absent', health: 'none', uptimeSeconds: 0 }),
    service('pnl', { state: 'absent', health: 'none', uptimeSeconds: 0 }),
  ],
}

describe('ps', () => {
  test('at 80 columns', () => {
    expect(renderPs(report, screen)).toMatchInlineSnapshot(`
      "trade2026 · local · 2 of 4 healthy

         SERVICE  STATE     HEALTH        UP  RESTARTS  PORTS
      ●  nats     running   healthy    3m12s         0  client 4222 · monitor 8222
      ◇  questdb  embedded  healthy        –         0
      ◐  gateway  running   degraded   3m12s         0  http 8080 · metrics 9080
      ✖  oms      failed    unhealthy      –         5

        gateway: GET /health: 200 degraded (valkey down) after 3 ms
        oms: exit code 1 after 5 restarts in 5 min: services/oms/config.yaml:
        nats.url: loopback host in a container

      not running: exeq pnl
      "
    `)
  })
  test('nothing runs', () => {
    expect(renderPs({ ...report, services: [service('oms', { state: 'absent' })] }, screen)).toMatchInlineSnapshot(`
      "trade2026 · local · 0 of 0 healthy

      nothing runs: trade2026 up starts the platform
      "
    `)
  })
  test.each([60, 80, 120])('fits %i columns', (columns) => {
    const lines = renderPs(report, { color: false, columns }).split('\n')
    expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([])
  })
  test('a file is not cut', () => {
    const long = {
      ...report,
      services: [service('nats', { ports: { 'a-rather-long-name': 1, 'another-long-name': 2, third: 3, fourth: 4 } })],
    }
    expect(renderPs(long, { ...screen, interactive: false })).toContain('fourth 4')
    expect(renderPs(long, screen)).toContain('…')
  })
  test('colour adds nothing but colour, and none is none', () => {
    const colored = renderPs(report, { color: true, columns: 80 })
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(renderPs(report, screen))
    expect(renderPs(report, screen)).not.toContain('\u001b')
  })
})

test('up', () => {
  const text = renderUp(
    {
      runtime: 'local',
      ready: false,
      durationMs: 4210,
      services: [
        { id: 'nats', outcome: 'started', afterMs: 120 },
        { id: 'valkey', outcome: 'unchanged', afterMs: 0 },
        { id: 'oms', outcome: 'failed', afterMs: 2100, reason: 'exited with code 1' },
        { id: 'pnl', outcome: 'skipped', afterMs: 0, reason: 'oms failed' },
      ],
      notImplemented: ['exeq', 'live-gateway'],
    },
    screen,
  )
  expect(text).toMatchInlineSnapshot(`
    "✔  nats  started  120ms
    ✖  oms   failed    2.1s  exited with code 1
    –  pnl   skipped    0ms  oms failed

    1 unchanged
    no implementation yet: exeq live-gateway
    ✖ not ready on local after 4.2s
    "
  `)
})

test('doctor', () => {
  const text = renderDoctor(
    {
      ok: false,
      checks: [
        { id: 'node', title: 'Node', verdict: 'pass', found: '24.21.0', expected: '≥ 24', hints: [] },
        {
          id: 'docker',
          title: 'Docker engine',
          verdict: 'warn',
          found: 'does not answer',
          expected: 'API ≥ 1.41',
          hints: [],
        },
        {
          id: 'python',
          title: 'Python',
          verdict: 'fail',
          found: 'no python3',
          expected: 'Python 3 with pip',
          hints: ['apt-get install python3-pip'],
        },
      ],
    },
    screen,
  )
  expect(text).toMatchInlineSnapshot(`
    "✔ Node           24.21.0
    ! Docker engine  does not answer
        expected API ≥ 1.41
    ✖ Python         no python3
        expected Python 3 with pip
        try: apt-get install python3-pip

    ✖ 1 of 3 checks failed
    "
  `)
})

describe('table', () => {
  test('wide characters take two cells', () => {
    const table = renderTable(
      [{ title: 'A' }, { title: 'B' }],
      [
        ['漢字', 'x'],
        ['ab', 'y'],
      ],
      screen,
    )
    expect(table).toBe('A     B\n漢字  x\nab    y')
  })
  test('cut never exceeds the width', () => {
    expect(cut('漢字漢字', 5)).toBe('漢字…')
    expect(cut('👩‍👩‍👧abc', 3)).toBe('👩‍👩‍👧…')
    expect(cut('abc', 3)).toBe('abc')
  })
})
