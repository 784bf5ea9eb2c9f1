// Java and Kotlin: Maven, Gradle, or sources alone. What runs is one jar where the build makes one that holds everything,
// else the classes with their libraries beside them.
import type { GradleBuild, JavacBuild, MavenBuild } from '../../../model/build.ts'
import { BASES } from './bases.ts'
import { assetsOf, type BuildFacts, copyAssets, copyLine, homeOf, matching } from './facts.ts'
import { planGradle } from './gradle.ts'
import type { Image } from './image.ts'
import { BUILDS, DEFAULT, hasAny, jvmImage, mainClass } from './jvm.ts'
import { planMaven } from './maven.ts'

export function planJava(facts: BuildFacts): MavenBuild | GradleBuild | JavacBuild | undefined {
  if (homeOf(facts, hasAny(facts, ['pom.xml'])) !== undefined) return planMaven(facts)
  if (homeOf(facts, hasAny(facts, BUILDS)) !== undefined) return planGradle(facts)
  return planJavac(facts)
}

function planJavac(facts: BuildFacts): JavacBuild | undefined {
  const sources = matching(facts, /\.java$/).filter((path) => !/(^|\/)(tests?|src\/test)\//.test(path))
  const main = mainClass(facts, '', '')
  if (sources.length === 0 || main === undefined) return undefined
  const jars = matching(facts, /\.jar$/)
  return {
    kind: 'javac',
    jdk: String(DEFAULT),
    jars,
    assets: assetsOf(facts, /\.(java|jar)$/),
    script: `javac ${javacArguments({ sources, jars }).join(' ')}`,
    command: ['java', '-cp', ['classes', ...jars].join(':'), main],
  }
}

/** Arguments of javac, relative to the folder of the sources. */
function javacArguments({ sources, jars }: { sources: string[]; jars: string[] }): string[] {
  return ['-encoding', 'UTF-8', '-d', 'classes', ...(jars.length === 0 ? [] : ['-cp', jars.join(':')]), ...sources]
}

export function javacImage(plan: JavacBuild): Image {
  const stage = {
    name: 'build',
    base: BASES.jdk(plan.jdk),
    lines: ['WORKDIR /build', 'COPY . .', `RUN ${plan.script}`],
  }
  return jvmImage(
    plan.jdk,
    plan.command,
    [stage],
    [
      ...plan.jars.map((jar) => copyLine([jar], `./${jar}`)),
      ...copyAssets(plan.assets),
      'COPY --from=build /build/classes ./classes',
    ],
  )
}
