// Gate results in every format: text as people see it, and documents that stay valid whatever a service answers.
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { create } from 'xmlbuilder2'
import { type CheckResult, type GateResult, type Verdict, worstVerdict } from '../../src/model/verdict.ts'
import { renderGateList, renderGates } from '../../src/views/gate.ts'

const base = { samples: 1, attempts: 1, durationMs: 120, observed: null, expected: null } as const
const checks: CheckResult[] = [
  {
    ...base,
    id: 'running',
    title: 'runs without a restart',
    verdict: 'pass',
    reason: 'process of risk: state is running',
  },
  {
    ...base,
    id: 'check.p99',
    title: '10 000 checks one after the other: P99',
    verdict: 'pass',
    observed: 2.31,
    expected: 5,
    unit: 'ms',
    samples: 10_000,
    reason: 'closed loop, 1 worker; 99 % bounds 2.2 – 2.4 ms',
  },
  {
    ...base,
    id: 'too-many',
    title: 'more than the position limit is rejected',
    verdict: 'fail',
    observed: 'true',
    expected: 'false',
    attempts: 3,
    reason: 'POST http://127.0.0.1:8103/check: body.approved is true, expected false; 3 attempts',
  },
  {
    ...base,
    id: 'routed',
    title: 'the order was routed to the venue',
    verdict: 'inconclusive',
    attempts: 0,
    reason: 'exeq is not running: no implementation yet; live-gateway is not running: no implementation yet',
  },
]
const result: GateResult = {
  gate: 'risk',
  title: 'risk decides before an order leaves',
  verdict: 'fail',
  checks,
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 5230,
}
const plain = { color: false, columns: 80 }

describe('text', () => {
  test('at 80 columns', () => {
    expect(renderGates([result], 'text', plain)).toMatchInlineSnapshot(`
      "✖ fail  risk · risk decides before an order leaves

        ✔ running    runs without a restart
        ✔ check.p99  10 000 checks one after the other: P99 · 2.31 of 5 ms
        ✖ too-many   more than the position limit is rejected
            POST http://127.0.0.1:8103/check: body.approved is true, expected false; 3
            attempts
        ? routed     the order was routed to the venue
            exeq is not running: no implementation yet; live-gateway is not running:
            no implementation yet

      2 pass · 1 fail · 1 inconclusive · 5.2s
      "
    `)
  })
  test('no line is wider than the terminal', () => {
    const lines = renderGates([result], 'text', plain).split('\n')
    expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([])
  })
  test('colour adds nothing but colour', () => {
    const colored = renderGates([result], 'text', { color: true, columns: 80 })
    expect(colored).toContain('\u001b[31m')
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(renderGates([result], 'text', plain))
  })
  test('a grade that is not the verdict is said', () => {
    const final: GateResult = { ...result, gate: 'final', grade: 'conditional' }
    expect(renderGates([final], 'text', plain)).toContain('✖ fail, grade conditional  final')
  })
  test('a gate without checks', () => {
    expect(renderGates([{ ...result, verdict: 'inconclusive', checks: [] }], 'text', plain)).toContain('no checks')
  })
})

describe('json', () => {
  test('one gate is the document, with the promised keys', () => {
    const document = JSON.parse(renderGates([result], 'json', plain)) as GateResult
    expect(document).toMatchObject({ gate: 'risk', verdict: 'fail' })
    for (const check of document.checks) {
      expect(Object.keys(check)).toEqual(
        expect.arrayContaining(['id', 'verdict', 'observed', 'expected', 'samples', 'attempts']),
      )
    }
  })
  test('several gates come with the worst verdict', () => {
    const document = JSON.parse(renderGates([{ ...result, verdict: 'pass' }, result], 'json', plain))
    expect(document).toMatchObject({ verdict: 'fail', gates: [{ gate: 'risk' }, { gate: 'risk' }] })
  })
})

const anything = fc.string({ unit: 'binary' })
const verdict = fc.constantFrom<Verdict>('pass', 'fail', 'inconclusive')
const anyCheck = fc.record({
  id: anything,
  title: anything,
  verdict,
  reason: anything,
  observed: fc.oneof(anything, fc.double(), fc.constant(null)),
  expected: fc.oneof(anything, fc.double(), fc.constant(null)),
  samples: fc.nat(),
  attempts: fc.nat(),
  durationMs: fc.nat(),
}) as fc.Arbitrary<CheckResult>
const anyResult = fc
  .array(anyCheck, { maxLength: 6 })
  .map((all): GateResult => ({ ...result, checks: all, verdict: worstVerdict(all.map((one) => one.verdict)) }))

interface JunitCase {
  failure?: unknown
  error?: unknown
}

describe('junit', () => {
  const parse = (xml: string): { testsuites: { testsuite: { testcase?: JunitCase | JunitCase[] } } } =>
    create(xml).end({ format: 'object' }) as never

  test('document', () => {
    expect(renderGates([result], 'junit', plain)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="trade2026 gate" tests="4" failures="1" errors="1" time="5.230">
        <testsuite name="risk" tests="4" failures="1" errors="1" skipped="0" time="5.230" timestamp="2026-01-01T00:00:00">
          <properties>
            <property name="title" value="risk decides before an order leaves"/>
            <property name="verdict" value="fail"/>
          </properties>
          <testcase classname="risk" name="running: runs without a restart" time="0.120"/>
          <testcase classname="risk" name="check.p99: 10 000 checks one after the other: P99" time="0.120"/>
          <testcase classname="risk" name="too-many: more than the position limit is rejected" time="0.120">
            <failure message="POST http://127.0.0.1:8103/check: body.approved is true, expected false; 3 attempts" type="fail">observed true, expected false, 1 samples, 3 attempts</failure>
          </testcase>
          <testcase classname="risk" name="routed: the order was routed to the venue" time="0.120">
            <error message="exeq is not running: no implementation yet; live-gateway is not running: no implementation yet" type="inconclusive">observed nothing, expected data, 1 samples, 0 attempts</error>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `)
  })

  test('only a pass is a case without failure or error, whatever the texts are', () => {
    fc.assert(
      fc.property(anyResult, (one) => {
        const cases = [parse(renderGates([one], 'junit', plain)).testsuites.testsuite.testcase ?? []].flat()
        expect(cases).toHaveLength(one.checks.length)
        cases.forEach((found, i) => {
          const wanted = one.checks[i]!.verdict
          expect('failure' in found).toBe(wanted === 'fail')
          expect('error' in found).toBe(wanted === 'inconclusive')
        })
      }),
    )
  })

  test('a parser of another house reads it too', () => {
    const hostile = { ...checks[2]!, reason: '\u0000\u001b[31m]]> <b> & "\ud800" \ufffe 漢字 😀' }
    const xml = renderGates([{ ...result, checks: [hostile] }], 'junit', plain)
    const script =
      'import sys, xml.dom.minidom as m; print(len(m.parse(sys.stdin.buffer).getElementsByTagName("failure")))'
    expect(execFileSync('python3', ['-c', script], { input: xml }).toString().trim()).toBe('1')
  })
})

describe('tap', () => {
  test('document', () => {
    expect(renderGates([{ ...result, checks: checks.slice(2, 3) }], 'tap', plain)).toMatchInlineSnapshot(`
      "TAP version 14
      1..1
      not ok 1 - risk too-many: more than the position limit is rejected
        ---
        verdict: "fail"
        reason: "POST http://127.0.0.1:8103/check: body.approved is true, expected false; 3 attempts"
        observed: "true"
        expected: "false"
        unit: null
        samples: 1
        attempts: 3
        ...
      "
    `)
  })
  test('one line per check, `ok` only for a pass, no directive out of an answer', () => {
    fc.assert(
      fc.property(anyResult, (one) => {
        const lines = renderGates([one], 'tap', plain).split('\n')
        const points = lines.filter((line) => /^(not )?ok \d+/.test(line))
        expect(points.map((line) => line.startsWith('ok'))).toEqual(one.checks.map((each) => each.verdict === 'pass'))
        expect(points.filter((line) => /(^|[^\\])#/.test(line))).toEqual([])
      }),
    )
  })
})

test('list', () => {
  const gates = [
    { name: 'risk', title: 'risk decides', needs: ['risk', 'nats'] },
    { name: 'task-02', title: 'P1 foundation', needs: [] },
  ]
  expect(renderGateList(gates)).toMatchInlineSnapshot(`
    "GATE     DECIDES WHETHER  NEEDS
    risk     risk decides     risk nats
    task-02  P1 foundation
    "
  `)
})
