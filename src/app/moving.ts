// The credentials of one service, found in each form of its source, and remembered so that nothing shows them from here on.
import { rememberSecrets } from '../kit/redact.ts'
import type { RewritePlan } from '../migrate/rewrite/plan.ts'
import type { Registry } from '../migrate/rewrite/registry.ts'
import { renderParts, type Targets } from '../migrate/rewrite/render.ts'
import { findCredentials } from '../migrate/secrets/find.ts'
import { isStrong, type MovedSecrets, moveSecrets } from '../migrate/secrets/move.ts'
import type { Form, ServiceSource } from '../migrate/steps/step.ts'
import type { ServiceDefinition } from '../model/service.ts'
import type { Grammars } from '../model/source.ts'

export interface MovingDeps {
  source: ServiceSource
  service: ServiceDefinition
  registry: Registry
  grammars: Grammars
  plan: RewritePlan
  targets: Record<Form, Targets>
}

const NOTHING: MovedSecrets = { clean: new Map(), environment: {}, files: new Map(), found: [], values: new Set() }

/** `source`: as it was; the other two as the rewrite leaves it. */
export async function secretsOf(
  { source, service, registry, grammars, plan, targets }: MovingDeps,
  inForm: (form: Form) => ReadonlyMap<string, Uint8Array>,
): Promise<Record<Form | 'source', MovedSecrets>> {
  // A bundled implementation is ours: it holds none, which its own tests say.
  if (source.kind === 'bundled') return { source: NOTHING, container: NOTHING, local: NOTHING }
  const original = new Map(source.files.map(({ path, read }) => [path, read()]))
  const ordinary = new Set(
    [...registry.services.values()].flatMap(({ names }) => names.map((name) => name.toLowerCase())),
  )
  const move = (files: ReadonlyMap<string, Uint8Array>): Promise<MovedSecrets> =>
    moveSecrets({ service: service.id, files, grammars, ordinary })
  const moved = {
    source: await move(original),
    container: withDefaults(await move(new Map([...original, ...inForm('container')])), plan, targets.container),
    local: withDefaults(await move(new Map([...original, ...inForm('local')])), plan, targets.local),
  }
  rememberSecrets([...moved.source.values].filter((value) => isStrong(value, ordinary)))
  return moved
}

/** A variable the rewrite sets to an address with a credential in it is a secret as a whole. */
function withDefaults(moved: MovedSecrets, plan: RewritePlan, targets: Targets): MovedSecrets {
  const entries = Object.entries(plan.environment).flatMap(([name, { parts }]): [string, string][] => {
    const value = renderParts(parts, targets)
    const isSecret = moved.environment[name] !== undefined || findCredentials(value, { bare: false }).length > 0
    return isSecret ? [[name, value]] : []
  })
  return { ...moved, environment: { ...moved.environment, ...Object.fromEntries(entries) } }
}
