// Maven: the build begins at the highest parent that lists the module of the service.
import { folderOf } from '../../../kit/path.ts'
import type { JarForm, MavenBuild } from '../../../model/build.ts'
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
import { type Image, image } from './image.ts'
import { jarCommand, jdkOf, jvmImage, mainClass, mainJar, moduleOf, outTo, ownModule, readWhileRunning } from './jvm.ts'
import { bashProbe } from './probes.ts'

export function planMaven(facts: BuildFacts): MavenBuild {
  const home = mavenHome(facts)
  const build = seenFrom(facts, home)
  const poms = matching(build, /(^|\/)pom\.xml$/)
  const module = ownModule(facts, home, 'pom.xml') ?? moduleOf(build, poms)
  const pom = build.text(placed(module, 'pom.xml')) ?? ''
  const all = poms.map((path) => build.text(path) ?? '').join('\n')
  const form = mavenForm(pom, all)
  const before = neighbours(facts, home)
  return {
    kind: 'maven',
    jdk: jdkOf(all),
    ...unlessTop('home', home),
    ...unlessTop('folder', facts.runsIn ?? facts.folder),
    poms: [...poms.map((path) => placed(home, path)), ...before],
    module,
    form,
    assets: readWhileRunning(facts, matching(facts, /(^|\/)pom\.xml$/)),
    script: [
      ...before.map((path) => `mvn -B -q -DskipTests -f ${path} install`),
      mavenGoals({ home, module, form }),
      collectMaven({ home, module, form }),
    ].join(' && '),
    command: jarCommand(form, mainClass(build, module, pom)),
  }
}

/** The highest parent that lists, by one or more steps, the module of the service; else the module itself. */
function mavenHome(facts: BuildFacts): string {
  const has = (folder: string): boolean => facts.paths.has(placed(folder, 'pom.xml'))
  const own = homeOf(facts, has) ?? ''
  let home = own
  for (let above = own; above !== ''; ) {
    above = folderOf(above)
    const text = facts.text(placed(above, 'pom.xml')) ?? ''
    const modules = [...text.matchAll(/<module>\s*([^<]+?)\s*<\/module>/g)].map((match) => placed(above, match[1]!))
    if (modules.includes(home)) home = above
  }
  return home
}

/** Modules beside the build, which nothing but its own pom file builds. */
function neighbours(facts: BuildFacts, home: string): string[] {
  if (home === '') return []
  return matching(facts, /(^|\/)pom\.xml$/).filter(
    (path) =>
      !path.startsWith(`${home}/`) &&
      [...facts.paths].some((file) => file.startsWith(`${placed(folderOf(path), 'src/main')}/`)),
  )
}

function mavenForm(pom: string, all: string): JarForm {
  if (/quarkus-maven-plugin/.test(pom)) return 'quarkus'
  if (/spring-boot-maven-plugin/.test(all)) return 'boot'
  if (/maven-shade-plugin/.test(pom)) return 'jar'
  if (/jar-with-dependencies/.test(pom)) return 'assembly'
  return /<packaging>\s*war\s*</.test(pom) ? 'war' : 'classpath'
}

/** Leaves the built program in ./out, whatever the jar is called. */
function collectMaven({ home = '', module, form }: Pick<MavenBuild, 'home' | 'module' | 'form'>): string {
  const target = placed(home, `${module}/target`)
  if (form === 'quarkus') return `mkdir -p out && cp -R ${target}/quarkus-app out/`
  if (form === 'war') return `mkdir -p out && cp ${target}/*.war out/app.war`
  const jar = form === 'assembly' ? `${target}/*-jar-with-dependencies.jar` : mainJar(target)
  const libraries = form === 'classpath' ? ` && mkdir -p ${target}/lib && cp -R ${target}/lib out/lib` : ''
  return `mkdir -p out && cp ${jar} out/app.jar${libraries}`
}

function mavenGoals({ home = '', module, form }: Pick<MavenBuild, 'home' | 'module' | 'form'>): string {
  const goals =
    form === 'classpath'
      ? 'package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib'
      : 'package'
  return `mvn -B -q -DskipTests${home === '' ? '' : ` -f ${home}/pom.xml`}${module === '' ? '' : ` -pl ${module} -am`} ${goals}`
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
      `RUN ${cache} mvn -B -q${plan.home === undefined ? '' : ` -f ${plan.home}/pom.xml`} dependency:go-offline -DexcludeReactor=true || true`,
      'COPY . .',
      `RUN ${cache} ${plan.script}`,
    ],
  }
  if (plan.form === 'war') return warImage(plan, stage)
  return jvmImage(plan.jdk, plan.command, [stage], [...copyAssets(plan.assets), outTo(plan)])
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
