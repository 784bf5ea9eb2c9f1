import { expect, it } from 'vitest'
import { createLocalRuntime } from '../../../src/runtime/local/local.ts'
import { listenersOn } from '../../../src/runtime/local/ports.ts'
import { eventually } from '../../support/runtime.ts'
import { createLocalHarness } from './harness.ts'

it('tells a stranger, another service of ours and a service of another platform apart', async () => {
  const [ours, theirs] = [createLocalHarness(), createLocalHarness()]
  try {
    const stranger = await ours.spec('oms', 'well')
    const { pid } = await ours.occupy(stranger.ports.http!)
    const risk = await ours.spec('risk', 'well')
    const gateway = await theirs.spec('gateway', 'well')
    const runtime = createLocalRuntime(ours.options)
    await runtime.start(risk)
    await createLocalRuntime(theirs.options).start(gateway)
    const ports = [stranger, risk, gateway].map((spec) => spec.ports.http!)
    await eventually(
      () => listenersOn(ports),
      (found) => found.length === 3,
    )
    const wanted = { ...stranger, ports: { a: ports[0]!, b: ports[1]!, c: ports[2]! } }
    const messages = (await runtime.preflight([wanted])).map(({ message }) => message)
    expect(messages).toEqual([
      expect.stringMatching(new RegExp(`^oms: port ${ports[0]} \\(a\\) is taken by pid ${pid} \\(.*service\\.mjs\\)$`)),
      expect.stringMatching(new RegExp(`^oms: port ${ports[1]} \\(b\\) .*, our risk$`)),
      expect.stringMatching(new RegExp(`^oms: port ${ports[2]} \\(c\\) .*, gateway of another platform$`)),
    ])
  } finally {
    await ours.dispose()
    await theirs.dispose()
  }
})
