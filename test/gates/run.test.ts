// Running gates: every kind of check passes, fails and is inconclusive; order, retries, saved values, interruption.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runChecks, runGate, runSection } from '../../src/gates/run.ts'
import type { Answer, Check, GateDefinition, LoadRun, Probes, ProcessFacts } from '../../src/model/gate.ts'
import { type GateResult, type Verdict, worstVerdict } from '../../src/model/verdict.ts'
import { answered, check, fakeContext, gate, refused, running, unavailable } from './fakes.ts'

const request = { method: 'GET', url: 'http://${oms.address.http}/x', headers: {}, timeoutMs: 100 }
const sent = (ok: boolean, ms: number): LoadRun => ({
  samples: Array.from({ length: 500 }, (_, i) => ({ intendedMs: i, sentMs: i, doneMs: i + ms, ok })),
  warmupCut: 0,
  durationMs: 500,
  generatorBusy: 0.2,
})
const load = check({
  kind: 'latency',
  request,
  vary: {},
  load: { mode: 'closed', samples: 500, workers: 1 },
  warmup: 0,
  accept: [],
  successAtLeast: 0.99,
  quantiles: [{ quantile: 0.5, limitMs: 10 }],
  throughputAtLeast: 100,
})
const ok = [{ at: 'n', atLeast: 1 }]
const answer = (kind: keyof Probes, value: Answer): Partial<Probes> => ({ [kind]: async () => value })
const facts = (value: ProcessFacts | undefined): Partial<Probes> => ({ process: async () => value })

interface Row {
  kind: string
  check: Check
  pass: Partial<Probes>
  fail: Partial<Probes>
  inconclusive: Partial<Probes>
}

const asked = (kind: keyof Probes, one: Check): Row => ({
  kind,
  check: one,
  pass: answer(kind, answered({ n: 1 })),
  fail: answer(kind, answered({ n: 0 })),
  inconclusive: answer(kind, unavailable),
})

const nested: GateDefinition = gate([check({ kind: 'file', path: 'x', expect: ok })], { name: 'inner' })

const rows: Row[] = [
  asked('http', check({ kind: 'http', request, expect: ok })),
  asked('nats', check({ kind: 'nats', ask: { stream: 'S' }, timeoutMs: 1, expect: ok })),
  asked('redis', check({ kind: 'redis', command: ['GET', 'x'], db: 0, expect: ok })),
  asked('store', check({ kind: 'store', table: 't', where: {}, newerThan: 'run', expect: ok })),
  asked('lake', check({ kind: 'lake', table: 't', expect: ok })),
  asked('file', check({ kind: 'file', path: 'x', expect: ok })),
  {
    kind: 'gate',
    check: check({ kind: 'gate', gate: 'inner' }),
    pass: answer('file', answered({ n: 1 })),
    fail: answer('file', answered({ n: 0 })),
    inconclusive: answer('file', unavailable),
  },
  {
    kind: 'process',
    check: check({ kind: 'process', service: 'oms', stableForMs: 5000, expect: [{ at: 'rssMb', atMost: 500 }] }),
    pass: facts(running),
    fail: facts({ ...running, rssMb: 501 }),
    inconclusive: facts({ ...running, uptimeMs: 4999 }),
  },
  {
    kind: 'logs',
    check: check({ kind: 'logs', service: 'oms', allow: [] }),
    pass: answer('logs', answered({ lines: 5, errors: 0, first: null })),
    fail: answer('logs', answered({ lines: 5, errors: 1, first: 'ERROR lost an order' })),
    inconclusive: answer('logs', answered({ lines: 0, errors: 0, first: null })),
  },
  {
    kind: 'latency',
    check: load,
    pass: { load: async () => sent(true, 1) },
    fail: { load: async () => sent(true, 11) },
    inconclusive: { load: async () => ({ unavailable: 'warm-up failed' }) },
  },
]

const gates = new Map([['inner', nested]])
const verdictOf = async (one: Check, probes: Partial<Probes>): Promise<Verdict> => {
  const results = await runChecks('g', [one], fakeContext(probes, { gates }))
  return worstVerdict(results.map(({ result }) => result.verdict))
}

describe.each(rows)('$kind', ({ check: one, pass, fail, inconclusive }) => {
  test('passes', async () => expect(await verdictOf(one, pass)).toBe('pass'))
  test('fails', async () => expect(await verdictOf(one, fail)).toBe('fail'))
  test('is inconclusive without data', async () => expect(await verdictOf(one, inconclusive)).toBe('inconclusive'))
})

describe('services at fault', () => {
  test('a service that refuses fails its check', async () => {
    expect(await verdictOf(rows[0]!.check, answer('http', refused))).toBe('fail')
  })

  test('failed requests fail a check of their own and stay in the sample', async () => {
    const results = await runChecks('g', [load], fakeContext({ load: async () => sent(false, 1) }))
    const byId = Object.fromEntries(results.map(({ result }) => [result.id, result]))
    expect(byId['c.success']).toMatchObject({ verdict: 'fail', observed: 0, samples: 500 })
    expect(byId['c.p50']).toMatchObject({ samples: 500 })
    expect(byId['c.throughput']).toMatchObject({ verdict: 'fail', observed: 0 })
  })

  test('a process that ended fails; one that restarted during the run fails', async () => {
    const one = check({
      kind: 'process',
      service: 'oms',
      stableForMs: 0,
      expect: [{ at: 'restartsDuringRun', equals: 0 }],
    })
    expect(await verdictOf(one, facts({ state: 'exited', restarts: 0, reason: 'exit code 1' }))).toBe('fail')
    let restarts = 3
    const restarting = async (): Promise<ProcessFacts> => ({ ...running, restarts: restarts++ })
    expect(await verdictOf(one, { process: restarting })).toBe('fail')
    expect(await verdictOf(one, facts({ ...running, restarts: 3 }))).toBe('pass')
    expect(await verdictOf(one, facts({ ...running, state: 'starting' }))).toBe('fail')
  })
})

test('memory is judged by its growth since the gate began', async () => {
  const one = check({ kind: 'process', service: 'oms', stableForMs: 0, expect: [{ at: 'rssGrowthMb', atMost: 50 }] })
  const growing = (byMb: number): Partial<Probes> => {
    let asked = 0
    return { process: async () => ({ ...running, rssMb: 100 + byMb * asked++ }) }
  }
  expect(await verdictOf(one, growing(0))).toBe('pass')
  expect(await verdictOf(one, growing(60))).toBe('fail')
})

test('rows newer than the run are asked for from its start, rows of an age from now', async () => {
  const from: (number | undefined)[] = []
  const store: Probes['store'] = async ({ fromMs }) => {
    from.push(fromMs)
    return answered({ n: 1 })
  }
  const ages = ['run', 60_000, null] as const
  const checks = ages.map((newerThan, i) =>
    check({ kind: 'store', id: `s${i}`, table: 't', where: {}, newerThan, expect: ok }),
  )
  const context = fakeContext({ store })
  await context.clock.sleep(5000, context.signal)
  await runChecks('g', checks, context)
  expect(from).toEqual([context.run.startedMs, context.run.startedMs + 5000 - 60_000, undefined])
})

test('a log is judged though another service of the gate is missing', async () => {
  const one = check({ kind: 'logs', service: 'oms', allow: [], needs: ['oms', 'exeq'] })
  const process: Probes['process'] = async (id) => (id === 'oms' ? running : undefined)
  expect(await verdictOf(one, { process, ...answer('logs', answered({ lines: 1, errors: 0, first: null })) })).toBe(
    'pass',
  )
})

describe('missing services', () => {
  const one = check({ kind: 'http', request, needs: ['exeq'], expect: ok })

  test('one that nobody built yet makes a check inconclusive, with that reason', async () => {
    const context = fakeContext({ process: async () => undefined }, { implemented: () => false })
    const [first] = await runChecks('g', [one], context)
    expect(first?.result).toMatchObject({
      verdict: 'inconclusive',
      attempts: 0,
      reason: 'exeq is not running: no implementation yet',
    })
  })

  test('one that ended says so', async () => {
    const [first] = await runChecks(
      'g',
      [one],
      fakeContext(facts({ state: 'failed', restarts: 5, reason: 'exit code 1' })),
    )
    expect(first?.result.reason).toBe('exeq is not running: failed (exit code 1)')
  })

  test('nothing of what the gate needs: environment, exit 4, before the first check', async () => {
    const definition = gate([one], { needs: ['oms', 'nats'] })
    const running = runGate(definition, fakeContext({ process: async () => undefined }))
    await expect(running).rejects.toMatchObject({ code: 'ENVIRONMENT_NOT_READY', exit: 4 })
  })

  test('an embedded store alone is no environment', async () => {
    const process: Probes['process'] = async (id) => (id === 'questdb' ? { state: 'embedded', restarts: 0 } : undefined)
    const asking = runGate(gate([one], { needs: ['oms', 'questdb'] }), fakeContext({ process }))
    await expect(asking).rejects.toMatchObject({ code: 'ENVIRONMENT_NOT_READY' })
  })
})

describe('attempts', () => {
  const counting = (passOn: number): Partial<Probes> => {
    let n = 0
    return { http: async () => answered({ n: ++n >= passOn ? 1 : 0 }) }
  }
  const patient = check({ kind: 'http', request, expect: ok, withinMs: 500, everyMs: 100 })

  test('a pass after a retry says so', async () => {
    const [first] = await runChecks('g', [patient], fakeContext(counting(3)))
    expect(first?.result).toMatchObject({ verdict: 'pass', attempts: 3 })
    expect(first?.result.reason).toContain('passed on attempt 3')
  })

  test('the deadline ends them and the last answer decides', async () => {
    const [first] = await runChecks('g', [patient], fakeContext(counting(99)))
    expect(first?.result).toMatchObject({ verdict: 'fail', attempts: 6 })
  })

  test('a service that comes up late is asked again', async () => {
    let n = 0
    const [first] = await runChecks(
      'g',
      [patient],
      fakeContext({ http: async () => (++n < 3 ? refused : answered({ n })) }),
    )
    expect(first?.result.verdict).toBe('pass')
  })
})

describe('order', () => {
  const one = (id: string, more: Partial<Check> = {}): Check =>
    ({ ...check({ kind: 'http', request, expect: ok }), id, ...more }) as Check

  test('a check after one that did not pass is not asked', async () => {
    let questions = 0
    const http = async (): Promise<Answer> => {
      questions++
      return answered({ n: 0 })
    }
    const results = await runChecks('g', [one('a'), one('b', { after: ['a'] })], fakeContext({ http }))
    expect(results.map(({ result }) => result.verdict)).toEqual(['fail', 'inconclusive'])
    expect(results[1]?.result.reason).toBe('not asked: a did not pass')
    expect(questions).toBe(1)
  })

  test('a saved value reaches later checks, and its absence makes them inconclusive', async () => {
    const urls: string[] = []
    const http: Probes['http'] = async ({ url }) => {
      urls.push(url)
      return answered({ n: 1, id: urls.length === 1 ? 'o-7' : 'none' })
    }
    const later = one('b', { request: { ...request, url: 'http://x/orders/${saved.order}' } } as Partial<Check>)
    await runChecks('g', [one('a', { save: { order: 'id' } }), later], fakeContext({ http }))
    expect(urls).toEqual(['http://127.0.0.1:8099/x', 'http://x/orders/o-7'])
    const [unsaved] = await runChecks('g', [later], fakeContext({ http }))
    expect(unsaved?.result).toMatchObject({
      verdict: 'inconclusive',
      attempts: 0,
      reason: 'not asked: no value for ${saved.order}',
    })
  })

  test('a check after an inconclusive one is not asked either', async () => {
    const file = check({ kind: 'file', id: 'a', path: 'x', expect: ok })
    const probes = { file: async () => unavailable, http: async () => answered({ n: 1 }) }
    const results = await runChecks('g', [file, one('b', { after: ['a'] })], fakeContext(probes))
    expect(results[1]?.result).toMatchObject({ verdict: 'inconclusive', attempts: 0 })
  })

  test('a saved number stays a number in a body', async () => {
    const bodies: unknown[] = []
    const http: Probes['http'] = async ({ body }) => {
      bodies.push(body)
      return answered({ n: 7 })
    }
    const body = { quantity: '${saved.n}', text: 'n=${saved.n}', at: '${now.ms}' }
    const later = one('b', { request: { ...request, body } } as Partial<Check>)
    await runChecks('g', [one('a', { save: { n: 'n' } }), later], fakeContext({ http }))
    expect(bodies[1]).toEqual({ quantity: 7, text: 'n=7', at: Date.UTC(2026, 0, 1) })
  })

  test('a nested gate runs once, however often it is asked for', async () => {
    let questions = 0
    const file = async (): Promise<Answer> => {
      questions++
      return answered({ n: 1 })
    }
    const twice = ['a', 'b'].map((id) => ({ ...check({ kind: 'gate', gate: 'inner' }), id }) as Check)
    const results = await runChecks('g', twice, fakeContext({ file }, { gates }))
    expect(questions).toBe(1)
    expect(results.map(({ result }) => result.verdict)).toEqual(['pass', 'pass'])
  })
})

test('interrupted: one whole result, open checks inconclusive', async () => {
  const controller = new AbortController()
  const http = async (): Promise<Answer> => {
    controller.abort()
    return answered({ n: 1 })
  }
  const two = ['a', 'b'].map((id) => ({ ...check({ kind: 'http', request, expect: ok }), id }) as Check)
  const result = await runGate(gate(two), fakeContext({ http }, { signal: controller.signal }))
  expect(result.checks.map(({ verdict }) => verdict)).toEqual(['pass', 'inconclusive'])
  expect(result.verdict).toBe('inconclusive')
})

test('a scored gate passes with one of ten important checks failed', async () => {
  const answers = Array.from({ length: 11 }, (_, i) => answered({ n: i === 5 ? 0 : 1 }))
  const checks = answers.map((_, i) =>
    check({ kind: 'http', id: `c${i}`, request, expect: ok, level: i === 0 ? 'critical' : 'important' }),
  )
  const http = async (): Promise<Answer> => answers.shift()!
  expect(await runGate(gate(checks, { rule: 'score' }), fakeContext({ http }))).toMatchObject({
    verdict: 'pass',
    grade: 'pass',
  })
})

test('a section runs only its checks', async () => {
  const sections = ['component', 'log'] as const
  const checks = sections.map(
    (section) => ({ ...check({ kind: 'http', request, expect: ok }), id: section, section }) as Check,
  )
  const results = await runSection(gate(checks), 'component', fakeContext(answer('http', answered({ n: 1 }))))
  expect(results.map(({ id }) => id)).toEqual(['component'])
})

describe('verdict of a gate', () => {
  const verdict = fc.constantFrom<Verdict>('pass', 'fail', 'inconclusive')
  const given: Record<Verdict, Answer> = {
    pass: answered({ n: 1 }),
    fail: answered({ n: 0 }),
    inconclusive: unavailable,
  }

  test('no checks: inconclusive', async () => {
    expect((await runGate(gate([]), fakeContext({}))).verdict).toBe('inconclusive')
  })

  test('pass only when every check passed; fail as soon as one failed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(verdict, { minLength: 1, maxLength: 8 }), async (wanted) => {
        const answers = wanted.map((one) => given[one])
        const checks = wanted.map((_, i) => ({ ...check({ kind: 'http', request, expect: ok }), id: `c${i}` }) as Check)
        const result: GateResult = await runGate(gate(checks), fakeContext({ http: async () => answers.shift()! }))
        expect(result.checks.map((one) => one.verdict)).toEqual(wanted)
        expect(result.verdict === 'pass').toBe(wanted.every((one) => one === 'pass'))
        expect(result.verdict === 'fail').toBe(wanted.includes('fail'))
      }),
    )
  })
})
