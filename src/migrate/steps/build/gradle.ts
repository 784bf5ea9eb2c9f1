// Gradle: the build begins where its settings are.
import { folderOf } from '../../../kit/path.ts'
import type { GradleBuild } from '../../../model/build.ts'
import { BASES } from './bases.ts'
import {
  type BuildFacts,
  cacheMount,
  copyAssets,
  copyInPlace,
  homeOf,
  matching,
  placed,
  seenFrom,
  unlessTop,
} from './facts.ts'
import type { Image } from './image.ts'
import {
  BUILDS,
  hasAny,
  jarCommand,
  jdkOf,
  jvmImage,
  mainClass,
  mainJar,
  moduleOf,
  outTo,
  ownModule,
  readWhileRunning,
} from './jvm.ts'

const GRADLE = '8.14'

export function planGradle(whole: BuildFacts): GradleBuild {
  const home = homeOf(whole, hasAny(whole, SETTINGS)) ?? homeOf(whole, hasAny(whole, BUILDS)) ?? ''
  const facts = seenFrom(whole, home)
  const manifests = matching(
    facts,
    /(^|\/)(build|settings)\.gradle(\.kts)?$|(^|\/)gradle\.properties$|(^|\/)gradle\.lockfile$|^gradle\/libs\.versions\.toml$/,
  )
  const builds = manifests.filter((path) => /build\.gradle/.test(path))
  const module =
    BUILDS.map((name) => ownModule(whole, home, name)).find((found) => found !== undefined) ?? moduleOf(facts, builds)
  const own = builds.find((path) => folderOf(path) === module) ?? builds[0]!
  const text = facts.text(own) ?? ''
  const all = builds.map((path) => facts.text(path) ?? '').join('\n')
  const [task, form] = gradleTask(text)
  const wrapper = facts.text('gradle/wrapper/gradle-wrapper.properties') ?? ''
  return {
    kind: 'gradle',
    jdk: jdkOf(all),
    gradle: /gradle-([\d.]+)-(?:bin|all)\.zip/.exec(wrapper)?.[1] ?? GRADLE,
    ...unlessTop('home', home),
    ...unlessTop('folder', whole.runsIn ?? whole.folder),
    manifests: manifests.map((path) => placed(home, path)),
    module,
    task,
    form,
    assets: readWhileRunning(whole, matching(whole, /(^|\/)build\.gradle(\.kts)?$/)),
    script: `${gradleGoals({ home, module, task })} && ${collectGradle({ home, module, task, form })}`,
    command: jarCommand(form, mainClass(facts, module, text)),
  }
}

function gradleTask(text: string): [string, GradleBuild['form']] {
  if (/org\.springframework\.boot/.test(text)) return ['bootJar', 'jar']
  if (/io\.quarkus/.test(text)) return ['build -x test', 'quarkus']
  if (/shadow|com\.gradleup\.shadow/.test(text)) return ['shadowJar', 'jar']
  if (/io\.ktor\.plugin/.test(text)) return ['buildFatJar', 'jar']
  return [/\bapplication\b/.test(text) ? 'installDist' : 'jar', 'classpath']
}

const SETTINGS = ['settings.gradle', 'settings.gradle.kts']

function gradleGoals({ home = '', module, task }: Pick<GradleBuild, 'home' | 'module' | 'task'>): string {
  const path = module === '' ? '' : `:${module.replaceAll('/', ':')}:`
  return `gradle --no-daemon --quiet${home === '' ? '' : ` -p ${home}`} ${path}${task}`
}

function collectGradle({
  home = '',
  module,
  task,
  form,
}: Pick<GradleBuild, 'home' | 'module' | 'task' | 'form'>): string {
  const build = placed(home, `${module}/build`)
  if (form === 'quarkus') return `mkdir -p out && cp -R ${build}/quarkus-app out/`
  // All libraries and the program's own jar lie in one folder of the installation.
  if (task === 'installDist') return `mkdir -p out/lib && cp ${build}/install/*/lib/*.jar out/lib/`
  if (task === 'shadowJar') return `mkdir -p out && cp ${build}/libs/*-all.jar out/app.jar`
  if (task === 'buildFatJar') return `mkdir -p out && cp ${build}/libs/*-all.jar out/app.jar`
  return `mkdir -p out/lib && cp ${mainJar(`${build}/libs`)} out/app.jar`
}

export function gradleImage(plan: GradleBuild): Image {
  const cache = cacheMount('gradle', '/cache/gradle')
  const resolve = plan.module === '' ? 'dependencies' : `:${plan.module.replaceAll('/', ':')}:dependencies`
  const stage = {
    name: 'build',
    base: BASES.gradle(plan.gradle, plan.jdk),
    lines: [
      'USER root',
      'ENV GRADLE_USER_HOME=/cache/gradle',
      'WORKDIR /build',
      ...copyInPlace(plan.manifests),
      `RUN ${cache} gradle --no-daemon --quiet${plan.home === undefined ? '' : ` -p ${plan.home}`} ${resolve} > /dev/null`,
      'COPY . .',
      `RUN ${cache} ${plan.script}`,
    ],
  }
  return jvmImage(plan.jdk, plan.command, [stage], [...copyAssets(plan.assets), outTo(plan)])
}
