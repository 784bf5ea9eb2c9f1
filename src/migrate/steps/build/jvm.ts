// What the builds of the JVM have in common: versions, the module and the class that run, files read while running, the image.
import { baseName, folderOf } from '../../../kit/path.ts'
import type { GradleBuild, JarForm } from '../../../model/build.ts'
import { atLeast, BASES } from './bases.ts'
import { assetsOf, type BuildFacts, matching, placed, seenFrom, topOf } from './facts.ts'
import { type Image, image } from './image.ts'
import { bashProbe } from './probes.ts'

const RELEASES = [8, 11, 17, 21, 25]

export const DEFAULT = 21

/** A quarter of the container's memory, the default, is little for a service that has a container to itself. */
const JVM = { JDK_JAVA_OPTIONS: '-XX:MaxRAMPercentage=75.0' }

/** The module in the service's own folder, as the build names it. */
export function ownModule({ folder, paths }: BuildFacts, home: string, manifest: string): string | undefined {
  if (folder === undefined || folder === home || !paths.has(placed(folder, manifest))) return undefined
  return home === '' ? folder : folder.slice(home.length + 1)
}

/** Files beside the sources, such as ./config/application.yml; what lies below src/ is in the jar. */
export function readWhileRunning(facts: BuildFacts, manifests: readonly string[]): string[] {
  const modules = manifests.map(folderOf).filter((folder) => folder !== '')
  const isSource = (name: string): boolean => name === 'src/' || modules.some((folder) => topOf(`${folder}/`) === name)
  const names = assetsOf(facts, COMPILED)
  const { folder } = facts
  const own =
    folder === undefined
      ? []
      : assetsOf(seenFrom(facts, folder), COMPILED).filter((name) => !/^(src|gradle)\/$/.test(name))
  return [...names.filter((name) => !isSource(name)), ...own.map((name) => `${folder}/${name}`)]
}

const COMPILED = /\.(java|kt|kts|gradle)$|(^|\/)(pom\.xml|mvnw|gradlew|gradle\.(properties|lockfile))$|^gradle\//

/** The module of several that runs: the one with the entry point of the start command, or with a main class. */
export function moduleOf(facts: BuildFacts, manifests: readonly string[]): string {
  const folders = manifests.map(folderOf).filter((folder) => folder !== '')
  const named = folders.find((folder) => facts.command.some((word) => word.startsWith(`${folder}/`)))
  if (named !== undefined || folders.length === 0) return named ?? ''
  if (matching(facts, /^src\/main\//).length > 0) return ''
  const mains = matching(facts, /\.(java|kt)$/).filter((path) => MAIN.test(facts.text(path) ?? ''))
  return folders.find((folder) => mains.some((path) => path.startsWith(`${folder}/`))) ?? ''
}

const MAIN = /static\s+void\s+main\s*\(|^fun main\(/m

export function jdkOf(text: string): string {
  const stated =
    /<(?:maven\.compiler\.(?:release|source|target)|java\.version|release|jdk\.version|kotlin\.compiler\.jvmTarget)>\s*(?:1\.)?(\d+)\s*</.exec(
      text,
    )?.[1] ??
    /JavaLanguageVersion\.of\(\s*(\d+)|jvmToolchain\(\s*(\d+)|JavaVersion\.VERSION_(?:1_)?(\d+)|(?:source|target)Compatibility\s*=\s*["']?(?:1\.)?(\d+)/
      .exec(text)
      ?.slice(1)
      .find(Boolean)
  return String(atLeast(stated === undefined ? undefined : Number(stated), RELEASES, DEFAULT))
}

/** The start command's class, the build's, or the one class with a main method. */
export function mainClass(facts: BuildFacts, module: string, build: string): string | undefined {
  const given = facts.command.find((word) => /^([a-z_][\w]*\.)+[A-Z]\w*$/.test(word))
  const stated =
    /<(?:mainClass|start-class|exec\.mainClass)>\s*([\w.$]+)\s*</.exec(build)?.[1] ??
    /mainClass(?:Name)?(?:\.set\(|\s*=\s*)\s*["']([\w.$]+)["']/.exec(build)?.[1]
  if (given ?? stated) return given ?? stated
  const inside = matching(facts, /\.(java|kt)$/)
    .filter((path) => module === '' || path.startsWith(`${module}/`))
    .filter((path) => !/(^|\/)(test|androidTest)\//.test(path) && MAIN.test(facts.text(path) ?? ''))
  const named = inside.find((path) => facts.command.some((word) => word.endsWith(path))) ?? inside[0]
  return named === undefined ? undefined : classOf(named, facts.text(named) ?? '')
}

function classOf(path: string, text: string): string {
  const name = baseName(path).replace(/\.\w+$/, '')
  const simple = path.endsWith('.kt') ? `${name[0]!.toUpperCase()}${name.slice(1)}Kt` : name
  const inPackage = /^\s*package\s+([\w.]+)/m.exec(text)?.[1]
  return inPackage === undefined ? simple : `${inPackage}.${simple}`
}

export function jarCommand(form: JarForm | GradleBuild['form'], main: string | undefined): string[] {
  if (form === 'war') return ['catalina.sh', 'run']
  if (form === 'quarkus') return ['java', '-jar', 'quarkus-app/quarkus-run.jar']
  return form === 'classpath' && main !== undefined
    ? ['java', '-cp', 'app.jar:lib/*', main]
    : ['java', '-jar', 'app.jar']
}

export function mainJar(folder: string): string {
  const others = ['*-sources.jar', '*-javadoc.jar', '*-tests.jar', '*-plain.jar', 'original-*.jar']
  return `$(find ${folder} -maxdepth 1 -name '*.jar' ${others.map((name) => `! -name '${name}'`).join(' ')})`
}

/** Beside what the program reads while it runs. */
export function outTo({ folder }: { folder?: string }): string {
  return `COPY --from=build /build/out ./${folder === undefined ? '' : `${folder}/`}`
}

export function jvmImage(jdk: string, command: string[], stages: Image['stages'], contents: string[]): Image {
  return image({
    base: BASES.jre(jdk),
    command,
    probe: bashProbe,
    environment: jdk === '8' ? {} : JVM,
    stages,
    contents,
  })
}

export const BUILDS = ['build.gradle', 'build.gradle.kts']

export function hasAny({ paths }: BuildFacts, names: readonly string[]): (folder: string) => boolean {
  return (folder) => names.some((name) => paths.has(placed(folder, name)))
}
