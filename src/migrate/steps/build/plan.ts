// One plan per service: which recipe, with what. Pure; the Dockerfile and the local runtime's build follow from it.
import type { BuildPlan } from '../../../model/build.ts'
import type { ServiceDefinition } from '../../../model/service.ts'
import { cargoImage, goImage, planCargo, planGo } from './compiled.ts'
import { dotnetImage, planDotnet } from './dotnet.ts'
import type { BuildFacts, Unbuildable } from './facts.ts'
import { gradleImage } from './gradle.ts'
import type { Image } from './image.ts'
import { javacImage, planJava } from './java.ts'
import { mavenImage } from './maven.ts'
import { nodeImage, planNode } from './node.ts'
import { planPython, pythonImage } from './python.ts'
import { phpImage, planPhp, planRuby, planShell, rubyImage, shellImage } from './scripted.ts'
import { nginxImage, planNginx } from './site.ts'

type Planner = (facts: BuildFacts) => BuildPlan | Unbuildable | undefined

const PLANNERS: Readonly<Record<string, Planner>> = {
  python: planPython,
  javascript: planNode,
  typescript: planNode,
  java: planJava,
  kotlin: planJava,
  scala: planJava,
  csharp: planDotnet,
  fsharp: planDotnet,
  go: planGo,
  rust: planCargo,
  ruby: planRuby,
  php: planPhp,
  shell: planShell,
  bash: planShell,
  nginx: planNginx,
  config: planNginx,
}

export const BUILT_LANGUAGES: readonly string[] = Object.keys(PLANNERS)

export function planBuild(facts: BuildFacts): BuildPlan | Unbuildable {
  const planner = PLANNERS[facts.language]
  if (planner === undefined) return { reason: `found ${facts.language}, expected one of ${BUILT_LANGUAGES.join(', ')}` }
  return (
    planner(facts) ?? { reason: `found no ${facts.language} program to build, expected a main class or a manifest` }
  )
}

export function isBuildable(plan: BuildPlan | Unbuildable): plan is BuildPlan {
  return 'kind' in plan
}

export function imageOf(plan: BuildPlan, facts: BuildFacts, definition: ServiceDefinition): Image {
  const found = recipeOf(plan, facts, definition)
  return plan.folder === undefined ? found : { ...found, folder: plan.folder }
}

function recipeOf(plan: BuildPlan, facts: BuildFacts, definition: ServiceDefinition): Image {
  switch (plan.kind) {
    case 'python':
      return pythonImage(plan, facts)
    case 'node':
      return nodeImage(plan, facts)
    case 'maven':
      return mavenImage(plan)
    case 'gradle':
      return gradleImage(plan)
    case 'javac':
      return javacImage(plan)
    case 'dotnet':
      return dotnetImage(plan, definition.ports[definition.health.probe.port ?? ''])
    case 'go':
      return goImage(plan)
    case 'cargo':
      return cargoImage(plan)
    case 'ruby':
      return rubyImage(plan)
    case 'php':
      return phpImage(plan)
    case 'shell':
      return shellImage(plan)
    case 'nginx':
      return nginxImage(plan)
  }
}
