// Java and Kotlin: Maven, Gradle, or sources alone. What runs is one jar where the build makes one that holds everything,
// else the classes with their libraries beside them.
import type { GradleBuild, JarForm, JavacBuild, MavenBuild } from '../../../model/build.ts'
import { atLeast, BASES } from './bases.ts'
import {
  assetsOf,
  type BuildFacts,
  baseName,
  cacheMount,
  copyAssets,
  copyInPlace,
  copyLine,
  folderOf,
  matching,
  topOf,
} from './facts.ts'
import { type Image, image } from './image.ts'
import { bashProbe } from './probes.ts'

const RELEASES = [8, 11, 17, 21, 25]
const DEFAULT = 21
const GRADLE = '8.14'
/** A quarter of the container's memory, the default, is little for a service that has a container to itself. */
const JVM = { JDK_JAVA_OPTIONS: '-XX:MaxRAMPercentage=75.0' }

export function planJava(facts: BuildFacts): MavenBuild | GradleBuild | JavacBuild | undefined {
  if (facts.paths.has('pom.xml')) return planMaven(facts)
  if (facts.paths.has('build.gradle') || facts.paths.has('build.gradle.kts')) return planGradle(facts)
  return planJavac(facts)
}

function planMaven(facts: BuildFacts): MavenBuild {
  const poms = matching(facts, /(^|\/)pom\.xml$/)
  const module = moduleOf(facts, poms)
  const pom = facts.text(module === '' ? 'pom.xml' : `${module}/pom.xml`) ?? ''
  const all = poms.map((path) => facts.text(path) ?? '').join('\n')
  const form = mavenForm(pom, all)
  return {
    kind: 'maven',
    jdk: jdkOf(all),
    poms,
    module,
    form,
    assets: readWhileRunning(facts, poms),
    script: `${mavenGoals({ module, form })} && ${collectMaven({ module, form })}`,
    command: jarCommand(form, mainClass(facts, module, pom)),
  }
}

/** Files beside the sources, such as ./config/application.yml; what lies below src/ is in the jar. */
function readWhileRunning(facts: BuildFacts, manifests: readonly string[]): string[] {
  const modules = manifests.map(folderOf).filter((folder) => folder !== '')
  const isSource = (name: string): boolean => name === 'src/' || modules.some((folder) => topOf(`${folder}/`) === name)
  const names = assetsOf(
    facts,
    /\.(java|kt|kts|gradle)$|(^|\/)(pom\.xml|mvnw|gradlew|gradle\.(properties|lockfile))$|^gradle\//,
  )
  return names.filter((name) => !isSource(name))
}

/** The module of several that runs: the one with the entry point of the start command, or with a main class. */
function moduleOf(facts: BuildFacts, manifests: readonly string[]): string {
  const folders = manifests.map(folderOf).filter((folder) => folder !== '')
  const named = folders.find((folder) => facts.command.some((word) => word.startsWith(`${folder}/`)))
  if (named !== undefined || folders.length === 0) return named ?? ''
  if (matching(facts, /^src\/main\//).length > 0) return ''
  const mains = matching(facts, /\.(java|kt)$/).filter((path) => MAIN.test(facts.text(path) ?? ''))
  return folders.find((folder) => mains.some((path) => path.startsWith(`${folder}/`))) ?? ''
}

const MAIN = /static\s+void\s+main\s*\(|^fun main\(/m

function mavenForm(pom: string, all: string): JarForm {
  if (/quarkus-maven-plugin/.test(pom)) return 'quarkus'
  if (/spring-boot-maven-plugin/.test(all)) return 'boot'
  if (/maven-shade-plugin/.test(pom)) return 'jar'
  if (/jar-with-dependencies/.test(pom)) return 'assembly'
  return /<packaging>\s*war\s*</.test(pom) ? 'war' : 'classpath'
}

function jdkOf(text: string): string {
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
function mainClass(facts: BuildFacts, module: string, build: string): string | undefined {
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

function jarCommand(form: JarForm | GradleBuild['form'], main: string | undefined): string[] {
  if (form === 'war') return ['catalina.sh', 'run']
  if (form === 'quarkus') return ['java', '-jar', 'quarkus-app/quarkus-run.jar']
  return form === 'classpath' && main !== undefined
    ? ['java', '-cp', 'app.jar:lib/*', main]
    : ['java', '-jar', 'app.jar']
}

/** Leaves the built program in ./out, whatever the jar is called. */
function collectMaven({ module, form }: Pick<MavenBuild, 'module' | 'form'>): string {
  const target = module === '' ? 'target' : `${module}/target`
  if (form === 'quarkus') return `mkdir -p out && cp -R ${target}/quarkus-app out/`
  if (form === 'war') return `mkdir -p out && cp ${target}/*.war out/app.war`
  const jar = form === 'assembly' ? `${target}/*-jar-with-dependencies.jar` : mainJar(target)
  const libraries = form === 'classpath' ? ` && mkdir -p ${target}/lib && cp -R ${target}/lib out/lib` : ''
  return `mkdir -p out && cp ${jar} out/app.jar${libraries}`
}

function mainJar(folder: string): string {
  const others = ['*-sources.jar', '*-javadoc.jar', '*-tests.jar', '*-plain.jar', 'original-*.jar']
  return `$(find ${folder} -maxdepth 1 -name '*.jar' ${others.map((name) => `! -name '${name}'`).join(' ')})`
}

function mavenGoals({ module, form }: Pick<MavenBuild, 'module' | 'form'>): string {
  const goals =
    form === 'classpath'
      ? 'package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib'
      : 'package'
  return `mvn -B -q -DskipTests${module === '' ? '' : ` -pl ${module} -am`} ${goals}`
}

export function mavenImage(plan: MavenBuild): Image {
  const cache = cacheMount('maven', '/root/.m2/repository')
  const stage = {
    name: 'build',
    base: BASES.maven(plan.jdk),
    lines: [
      'WORKDIR /build',
      ...copyInPlace(plan.poms),
      // Modules of one's own cannot be had before they are built; everything else can.
      `RUN ${cache} mvn -B -q dependency:go-offline -DexcludeReactor=true || true`,
      'COPY . .',
      `RUN ${cache} ${plan.script}`,
    ],
  }
  if (plan.form === 'war') return warImage(plan, stage)
  return jvmImage(plan.jdk, plan.command, [stage], [...copyAssets(plan.assets), OUT])
}

function warImage(plan: MavenBuild, stage: Image['stages'][number]): Image {
  const home = '/usr/local/tomcat'
  return image({
    base: BASES.tomcat('10.1', plan.jdk === '8' ? '11' : plan.jdk),
    command: plan.command,
    probe: bashProbe,
    stages: [stage],
    contents: [`COPY --from=build /build/out/app.war ${home}/webapps/ROOT.war`],
    finish: [
      `RUN mkdir -p ${home}/logs ${home}/work ${home}/temp && chown -R 1000:1000 ${home}/webapps ${home}/logs ${home}/work ${home}/temp ${home}/conf`,
    ],
  })
}

const OUT = 'COPY --from=build /build/out ./'

function jvmImage(jdk: string, command: string[], stages: Image['stages'], contents: string[]): Image {
  return image({
    base: BASES.jre(jdk),
    command,
    probe: bashProbe,
    environment: jdk === '8' ? {} : JVM,
    stages,
    contents,
  })
}

function planGradle(facts: BuildFacts): GradleBuild {
  const manifests = matching(
    facts,
    /(^|\/)(build|settings)\.gradle(\.kts)?$|(^|\/)gradle\.properties$|(^|\/)gradle\.lockfile$|^gradle\/libs\.versions\.toml$/,
  )
  const builds = manifests.filter((path) => /build\.gradle/.test(path))
  const module = moduleOf(facts, builds)
  const own = builds.find((path) => folderOf(path) === module) ?? builds[0]!
  const text = facts.text(own) ?? ''
  const all = builds.map((path) => facts.text(path) ?? '').join('\n')
  const [task, form] = gradleTask(text)
  const wrapper = facts.text('gradle/wrapper/gradle-wrapper.properties') ?? ''
  return {
    kind: 'gradle',
    jdk: jdkOf(all),
    gradle: /gradle-([\d.]+)-(?:bin|all)\.zip/.exec(wrapper)?.[1] ?? GRADLE,
    manifests,
    module,
    task,
    form,
    assets: readWhileRunning(facts, builds),
    script: `${gradleGoals({ module, task })} && ${collectGradle({ module, task, form })}`,
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

function gradleGoals({ module, task }: Pick<GradleBuild, 'module' | 'task'>): string {
  const path = module === '' ? '' : `:${module.replaceAll('/', ':')}:`
  return `gradle --no-daemon --quiet ${path}${task}`
}

function collectGradle({ module, task, form }: Pick<GradleBuild, 'module' | 'task' | 'form'>): string {
  const build = module === '' ? 'build' : `${module}/build`
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
      `RUN ${cache} gradle --no-daemon --quiet ${resolve} > /dev/null`,
      'COPY . .',
      `RUN ${cache} ${plan.script}`,
    ],
  }
  return jvmImage(plan.jdk, plan.command, [stage], [...copyAssets(plan.assets), OUT])
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
