// Migrates a generated tree forward and compares span by span; a failure is shrunk to the one file and the one site it needs.
import { buildRegistry } from '../../../src/migrate/rewrite/registry.ts'
import { decode } from '../../../src/migrate/rewrite/source.ts'
import { surveyTree } from '../../../src/migrate/survey.ts'
import type { SurveyReport } from '../../../src/model/endpoint.ts'
import type { Grammars } from '../../../src/model/source.ts'
import { bundledCatalog } from '../catalog.ts'
import { type Corpus, type Judged, judge } from '../corpus.ts'
import { memoryFiles } from '../rewrite.ts'
import { decontainerise, drawSystem, type FileDraft, type Generated, type System } from './generate.ts'

export interface Forward {
  generated: Generated
  corpus: Corpus
  report: SurveyReport
  judged: GeneratedJudgement[]
}

export interface GeneratedJudgement extends Judged {
  shape: string
}

const registry = buildRegistry(bundledCatalog())

export async function forward(system: System, grammars: Grammars): Promise<Forward> {
  const generated = decontainerise(system)
  const { endpoints, files, labels, services, seed } = generated
  const report = await surveyTree({ source: 'generated', files: memoryFiles(files), registry, endpoints, grammars })
  const corpus: Corpus = { name: `seed ${seed}`, root: '', endpoints, services, edges: [], labels }
  const shapes = new Map<unknown, string>(labels.map((label) => [label, label.shape]))
  const judged = judge(corpus, report).map((one) => ({
    ...one,
    language: languageName(one, system),
    shape: shapes.get(one.label) ?? 'no label',
  }))
  return { generated, corpus, report, judged: judged.map((one) => withItsHost(one, judged)) }
}

/** A port that stands apart from a host somebody asks about is asked about, too: the question is one. */
function withItsHost(one: GeneratedJudgement, judged: readonly GeneratedJudgement[]): GeneratedJudgement {
  const isPort = one.outcome === 'silent' && /^\d+$/.test(one.label.text)
  const asked = judged.some(
    ({ shape, outcome, label }) => outcome === 'asked' && shape === one.shape && label.file === one.label.file,
  )
  return isPort && asked ? { ...one, outcome: 'asked' } : one
}

export interface Failure {
  system: System
  bad: GeneratedJudgement
}

/** Systems of `count` seeds in a row; of each shape, language and outcome that is not right the first failure. */
export async function forwardMany({
  seed,
  count,
  grammars,
}: {
  seed: number
  count: number
  grammars: Grammars
}): Promise<{ judged: GeneratedJudgement[]; failures: Failure[]; misdrawn: string[] }> {
  const judged: GeneratedJudgement[] = []
  const misdrawn: string[] = []
  const failures = new Map<string, Failure>()
  for (let one = seed; one < seed + count; one++) {
    const system = drawSystem(one)
    const result = await forward(system, grammars)
    judged.push(...result.judged)
    misdrawn.push(...misdrawnIn(result, system))
    for (const bad of result.judged.filter(({ outcome }) => outcome !== 'right')) {
      const kind = `${bad.language} ${bad.shape} ${bad.outcome}`
      if (!failures.has(kind)) failures.set(kind, { system, bad })
    }
  }
  return { judged, failures: [...failures.values()], misdrawn }
}

/** Services that the survey does not see, or whose ports it does not know. */
function misdrawnIn({ generated: { services, seed }, report }: Forward, { languages }: System): string[] {
  return services.flatMap(({ id, ports }) => {
    const found = report.services.find((one) => one.id === id)
    const told = found === undefined ? 'no service' : `port ${found.ports.join(', ') || 'none'}`
    const wanted = `port ${ports.join(', ') || 'none'}`
    return told === wanted ? [] : [`seed ${seed}: ${id} in ${languages[id]}: ${told}, expected ${wanted}`]
  })
}

/** A site is small enough to be left out; what still fails without it does not need it. */
export async function shrink(system: System, bad: GeneratedJudgement, grammars: Grammars): Promise<System> {
  const fails = async (smaller: System): Promise<boolean> =>
    (await forward(smaller, grammars)).judged.some(
      ({ shape, outcome, label }) =>
        shape === bad.shape &&
        outcome === bad.outcome &&
        label.file === bad.label.file &&
        label.text === bad.label.text,
    )
  let small = system
  const others = without(small, ({ file, sites }) => file !== bad.label.file && sites.length > 0)
  if (await fails(others)) small = others
  const at = small.drafts.findIndex(({ file }) => file === bad.label.file)
  for (const site of small.drafts[at]!.sites) {
    const drafts = small.drafts.map((draft, index) =>
      index === at ? { ...draft, sites: draft.sites.filter((one) => one !== site) } : draft,
    )
    if (await fails({ ...small, drafts })) small = { ...small, drafts }
  }
  return small
}

/** Seed, what was wanted and said, and the file as it lies on the legacy host. */
export async function story(system: System, bad: GeneratedJudgement, grammars: Grammars): Promise<string> {
  const small = await shrink(system, bad, grammars)
  const { files, endpoints } = decontainerise(small)
  const { label, outcome, finding, shape } = bad
  const said = finding
    ? `${finding.role} ${finding.action} ${finding.replacement ?? ''} — ${finding.reason}`
    : 'nothing'
  return [
    `seed ${system.seed}: ${outcome}, shape "${shape}", ${label.file}:${label.line} "${label.text}"`,
    `  wanted ${label.role} ${label.action} ${label.replacement ?? ''}; got ${said}`,
    `  endpoints ${JSON.stringify(endpoints)}`,
    decode(files[label.file]!)!.body.replace(/^/gm, '  | '),
  ].join('\n')
}

function without(system: System, unwanted: (draft: FileDraft) => boolean): System {
  return { ...system, drafts: system.drafts.map((one) => (unwanted(one) ? { ...one, sites: [] } : one)) }
}

const BY_NAME: [RegExp, string][] = [
  [/\.ya?ml$/, 'yaml'],
  [/\.json$/, 'json'],
  [/nginx/, 'nginx'],
  [/(\.env)$/, 'dotenv'],
  [/\.service$/, 'systemd'],
  [/\.(toml|ini|properties|xml|hcl)$/, ''],
]

/** Configuration by its format, code by the language of its service. */
function languageName({ label, language }: Judged, { languages }: System): string {
  const format = BY_NAME.find(([name]) => name.test(label.file))?.[1]
  if (format === '') return label.file.slice(label.file.lastIndexOf('.') + 1)
  return format ?? languages[label.file.split('/')[0]!] ?? language
}
