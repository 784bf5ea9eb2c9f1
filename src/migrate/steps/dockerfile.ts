// The Dockerfile of one service and what lies beside it: our recipe where the stack is known, with what a legacy Dockerfile
// knew besides; else the legacy one, repaired where it can be. Pure: same source, same bytes. Rules: migration.md 6.
import type { BuildPlan } from '../../model/build.ts'
import type { ServiceDefinition } from '../../model/service.ts'
import type { PinBase } from './build/bases.ts'
import { startCommand } from './build/command.ts'
import { renderDockerignore } from './build/dockerignore.ts'
import type { BuildFacts } from './build/facts.ts'
import { healthTest as imageTest, renderImage } from './build/image.ts'
import { type Change, carryOver, readLegacy } from './build/legacy.ts'
import { imageOf, isBuildable, planBuild } from './build/plan.ts'
import { repair } from './build/repair.ts'

export interface Recipe extends BuildFacts {
  definition: ServiceDefinition
  /** Digest of the rewritten tree: a changed byte changes the image. */
  digest: string
  /** Fills the placeholders of the start command for containers. */
  inContainer: (text: string) => string
  pin?: PinBase
}

export interface Built {
  dockerfile: string
  dockerignore: string
  /** Files of the build that are not the service's own. */
  files: Record<string, string>
  /** Start command on every runtime, with placeholders. */
  command: string[]
  /** Absent where only the legacy Dockerfile knows how. */
  plan?: BuildPlan
  /** Health check in exec form: Dockerfile and compose fragment say the same (F12). */
  test?: string[]
  /** What became of a legacy Dockerfile, line by line, each with its reason. */
  changes: Change[]
}

export type BuildOutcome = Built | { reason: string }

/** How the service becomes an image, or why it cannot. */
export function buildOf(recipe: Recipe): BuildOutcome {
  const legacy = recipe.text('Dockerfile')
  const plan = planBuild(recipe)
  if (!isBuildable(plan)) return legacy === undefined ? plan : repaired(legacy, recipe)
  const command = startCommand(plan.command, recipe.definition, hasBindFile(recipe))
  const { image, changes } = carryOver(
    imageOf(plan, recipe, recipe.definition),
    legacy === undefined ? undefined : readLegacy(legacy),
  )
  const test = imageTest(image.probe, recipe.definition)
  return {
    dockerfile: renderImage(image, { ...facts(recipe), command: command.map(recipe.inContainer) }),
    dockerignore: renderDockerignore(plan),
    files: image.files,
    command,
    plan: { ...plan, command },
    ...(test === undefined ? {} : { test }),
    changes,
  }
}

/** No recipe of ours: theirs stays, mended where a rule can be kept by changing a span. */
function repaired(legacy: string, recipe: Recipe): BuildOutcome {
  const { text, changes, test } = repair(legacy, { definition: recipe.definition, digest: recipe.digest })
  return {
    dockerfile: text,
    dockerignore: renderDockerignore(),
    files: {},
    command: [...recipe.command],
    ...(test === undefined ? {} : { test }),
    changes,
  }
}

function facts({ definition, digest, pin }: Recipe) {
  return { definition, digest, ...(pin === undefined ? {} : { pin }) }
}

/** A configuration file of the server says where it listens; the rewrite step has seen to it. */
function hasBindFile({ command, paths }: BuildFacts): boolean {
  return (
    paths.has('gunicorn.conf.py') ||
    paths.has('hypercorn.toml') ||
    command.some((word) => /^(-c|--config)\b/.test(word))
  )
}
