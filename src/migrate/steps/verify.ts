// Steps 6 to 8 differ in who else runs and which section of gate.yaml is asked; the rest is one thing.
import { isTradeError } from '../../model/errors.ts'
import type { ServiceId } from '../../model/ids.ts'
import type { ServiceDefinition } from '../../model/service.ts'
import { type CheckResult, worstVerdict } from '../../model/verdict.ts'
import { done, failed, inconclusive, type Section, type Step, type StepContext } from './step.ts'
import { giveBackPlace, takePlace } from './take-place.ts'

export interface Verification {
  id: Section
  title: string
  /** Kinds of neighbours the service is to have beside it. */
  beside: readonly ServiceDefinition['kind'][]
}

export function verification({ id, title, beside }: Verification): Step {
  return {
    id,
    title,
    inputs: ({ ports, service }) => ({ checks: ports.checksDigest(service.id, id) }),
    plan: () => [],

    async apply(context) {
      const { service, ports, signal, evidence } = context
      await startNeighbours(context, beside, ports.checkNeeds(service.id, id))
      await takePlace(context)
      const checks = await ports.runChecks(service.id, id, signal)
      const verdict = worstVerdict(checks.map((check) => check.verdict))
      const counts = `${checks.filter((check) => check.verdict === 'pass').length} of ${checks.length} checks pass`
      context.say(counts)
      const report = evidence.write(service.id, id, 'checks.json', { verdict, checks }, counts)
      if (verdict === 'pass') return done(report)
      return (verdict === 'fail' ? failed : inconclusive)(reasonOf(service.id, id, checks), [report])
    },

    undo: async (context) => {
      if (id === 'component') await giveBackPlace(context)
    },
  }
}

/**
 * Hard needs must be there. A soft one, and one that only the checks speak to, never blocks: whether its absence matters
 * is for the checks to say.
 */
async function startNeighbours(context: StepContext, kinds: Verification['beside'], asked: ServiceId[]): Promise<void> {
  const { service, catalog, ports, signal } = context
  const wanted = [...new Set([...Object.keys(service.needs), ...asked])]
    .filter((id) => kinds.includes(catalog.services.get(id)?.kind ?? 'app'))
    .sort()
  const isHard = (id: ServiceId): boolean => service.needs[id] === 'hard'
  await ports.startNeeds(wanted.filter(isHard), signal)
  for (const id of wanted.filter((it) => !isHard(it))) {
    try {
      await ports.startNeeds([id], signal)
    } catch (error) {
      if (signal.aborted || !isTradeError(error)) throw error
      context.say(`without ${id}: ${error.message}`)
    }
  }
}

function reasonOf(service: ServiceId, section: Section, checks: readonly CheckResult[]): string {
  const worst = worstVerdict(checks.map(({ verdict }) => verdict))
  const first = checks.find(({ verdict }) => verdict === worst)
  if (!first) return `services/${service}/gate.yaml: ${section}: found no checks, expected at least one`
  const others = checks.filter(({ verdict }) => verdict === worst).length - 1
  return `${service}: ${first.title}: ${first.reason}${others > 0 ? ` (and ${others} more)` : ''}`
}
