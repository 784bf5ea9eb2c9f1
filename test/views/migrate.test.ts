// Plans, migrations and surveys as people see them.
import { describe, expect, test } from 'vitest'
import type { EndpointFinding, SurveyReport } from '../../src/model/endpoint.ts'
import type { MigrateReport } from '../../src/model/report.ts'
import { renderExplanation } from '../../src/views/explanation.ts'
import { renderMigrate } from '../../src/views/migrate.ts'
import { renderPlan } from '../../src/views/plan.ts'
import { renderSurvey } from '../../src/views/survey.ts'

const screen = { color: false, columns: 80 }

describe('plan', () => {
  test('operations with causes and what they wait for', () => {
    const ops = [
      { id: 'a', kind: 'start' as const, service: 'nats', cause: 'not running', dependsOn: [] },
      { id: 'b', kind: 'wait' as const, service: 'nats', cause: 'oms needs it', dependsOn: ['a'] },
      { id: 'c', kind: 'start' as const, service: 'oms', cause: 'definition changed', dependsOn: ['b'] },
    ]
    expect(renderPlan({ ops, problems: [] })).toMatchInlineSnapshot(`
      "1  start nats  not running
      2  wait nats   oms needs it (after 1)
      3  start oms   definition changed (after 2)

      3 operations
      "
    `)
  })
  test('nothing to do', () => {
    expect(renderPlan({ ops: [], problems: [] })).toBe('nothing to do: everything runs as defined\n')
  })
  test('a problem comes first and nothing is done', () => {
    const problem = { service: 'oms', code: 'PORT_TAKEN', message: 'port 8099 belongs to pid 1', hints: ['kill 1'] }
    expect(renderPlan({ ops: [], problems: [problem] })).toContain(
      '✖ oms: port 8099 belongs to pid 1 [PORT_TAKEN]\n    try: kill 1',
    )
  })
})

const report: MigrateReport = {
  runId: '01J',
  verdict: 'inconclusive',
  changes: 14,
  services: [
    {
      id: 'pnl',
      verdict: 'inconclusive',
      steps: [
        {
          id: 'copy',
          status: 'done',
          durationMs: 40,
          evidence: [{ kind: 'measurement', summary: '12 files, 3 left out' }],
        },
        { id: 'configure', status: 'skipped', durationMs: 0, evidence: [] },
        {
          id: 'rewrite',
          status: 'inconclusive',
          durationMs: 310,
          evidence: [],
          error: { code: 'QUESTIONS_OPEN', message: '1 occurrence needs an answer: which service listens on 8095' },
        },
      ],
    },
  ],
  questions: [{ id: 'pnl/target/8095', prompt: 'which service is localhost:8095?', candidates: ['risk', 'exeq'] }],
  answersFile: 'answers.yaml',
}

describe('migrate', () => {
  test('steps, reasons, questions, sum', () => {
    expect(renderMigrate(report, screen)).toMatchInlineSnapshot(`
      "? pnl  inconclusive
        ✔ copy         done           40ms  12 files, 3 left out
        – configure    skipped
        ? rewrite      inconclusive  310ms
            1 occurrence needs an answer: which service listens on 8095
            [QUESTIONS_OPEN]

      1 open question:
        ? pnl/target/8095: which service is localhost:8095? (risk | exeq)
        try: edit answers.yaml, then --answers answers.yaml

      ? inconclusive · 1 service · 14 changes · run 01J
      "
    `)
  })
  test('a second run says that nothing changed', () => {
    expect(renderMigrate({ runId: 'x', verdict: 'pass', services: [], changes: 0 }, screen)).toContain(
      'nothing changed',
    )
  })
  test('a dry run says what would be written and that nothing was', () => {
    const plan = [{ service: 'pnl', step: 'copy' as const, target: 'stack/pnl/main.py', change: 'create' as const }]
    const text = renderMigrate({ runId: 'x', verdict: 'pass', services: [], changes: 0, plan }, screen)
    expect(text).toContain('  + stack/pnl/main.py  (pnl copy)')
    expect(text).toContain('planned · 0 services')
    expect(text).toContain('nothing was written')
  })
})

const finding: EndpointFinding = {
  service: 'pnl',
  file: 'pnl/main.py',
  line: 12,
  column: 8,
  text: 'localhost',
  role: 'peer',
  action: 'edit',
  replacement: 'oms',
  target: 'oms:8099',
  reason: 'an HTTP call to a port of oms',
  rule: 'legacy-port',
  evidence: ['port 8099 belongs to oms', 'variable is OMS_URL'],
  alternatives: ['env: read OMS_URL'],
}
const survey: SurveyReport = {
  source: '/legacy',
  services: [
    {
      id: 'pnl',
      path: 'trading/apps/pnl',
      language: 'python',
      ports: [8107],
      priority: 'P2',
      risk: 'medium',
      effortHours: 3,
      effortMinutes: 180,
      dependsOn: ['oms'],
      manifests: [],
      environment: [],
      risks: [],
    },
  ],
  nodes: [
    { id: 'pnl', kind: 'app', file: 'pnl/main.py', line: 1, ports: [8107] },
    { id: 'oms', kind: 'app', ports: [8099] },
  ],
  edges: [
    {
      from: 'pnl',
      to: 'oms',
      via: 'OMS_URL',
      kind: 'http',
      file: 'pnl/main.py',
      line: 12,
      confidence: 0.9,
      parts: [{ via: 'OMS_URL', kind: 'http', file: 'pnl/main.py', line: 12, confidence: 0.9 }],
    },
  ],
  flows: [],
  shared: [],
  cycles: [],
  endpoints: [finding],
  waves: [[], ['pnl']],
  questions: [],
  notCovered: [{ file: 'run.bat', reason: 'no parser for .bat', hits: 2 }],
}

test('survey', () => {
  expect(renderSurvey(survey)).toMatchInlineSnapshot(`
    "/legacy: 1 service, 1 dependency, 1 address or path, about 3 h

    SERVICE  LANGUAGE  PORTS  WAVE  RISK    EFFORT  DEPENDS ON
    pnl      python    8107   P2    medium  3 h     oms

    waves
      P2  pnl

    dependencies
      pnl → oms  http  90 %  pnl/main.py:12  OMS_URL

    pnl: 1 edit
      pnl/main.py:12:8  peer  edit  localhost → oms

    not covered by the rewrite
      run.bat: no parser for .bat, 2 traces
    "
  `)
})

describe('explain', () => {
  test('role, rule, evidence and alternatives', () => {
    expect(renderExplanation('pnl/main.py:12', [finding])).toMatchInlineSnapshot(`
      "pnl/main.py:12:8  localhost → oms
        role      peer
        action    edit
        rule      legacy-port
        because   an HTTP call to a port of oms
        evidence  port 8099 belongs to oms
                  variable is OMS_URL
        else      env: read OMS_URL
      "
    `)
  })
  test('nothing there', () => {
    expect(renderExplanation('a:1', [])).toBe('a:1: no address or legacy path was found there\n')
  })
})
