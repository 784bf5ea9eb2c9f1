// Labelled legacy systems under test/corpus: what a survey must say of each place, and how well it does.
// A label is the truth of one occurrence, written by hand; a finding is right when text, action and words agree.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { buildRegistry } from '../../src/migrate/rewrite/registry.ts'
import { surveyTree } from '../../src/migrate/survey.ts'
import type { Action, EndpointFinding, Role, SurveyReport } from '../../src/model/endpoint.ts'
import { loadGrammars, readTree } from '../../src/observe/legacy.ts'
import { bundledCatalog, ROOT } from './catalog.ts'

export interface CorpusLabel {
  file: string
  line: number
  /** Where the text stands twice on its line. */
  column?: number
  text: string
  role: Role | Role[]
  action: Action | Action[]
  replacement?: string | string[]
  variable?: string
}

export interface Corpus {
  name: string
  root: string
  endpoints: Record<string, string>
  services: { id: string; path: string; language: string; ports: number[] }[]
  edges: [string, string][]
  labels: CorpusLabel[]
}

/** `right` as labelled; `asked` instead of an edit; `missed` an edit that was not made or asked; `wrong` words or target;
 *  `harmful` an edit where none may be; `silent` no finding at all. */
export type Outcome = 'right' | 'asked' | 'missed' | 'wrong' | 'harmful' | 'silent'

export interface Judged {
  corpus: string
  label: CorpusLabel
  outcome: Outcome
  finding?: EndpointFinding
  language: string
}

const FOLDER = join(ROOT, 'test/corpus')

export function corpora(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => existsSync(join(FOLDER, name, 'labels.yaml')))
    .sort()
}

export function readCorpus(name: string, folder = FOLDER): Corpus {
  const root = join(folder, name, 'tree')
  const {
    endpoints = {},
    services = [],
    edges = [],
    labels,
  } = parse(readFileSync(join(folder, name, 'labels.yaml'), 'utf8')) as Partial<Corpus> & Pick<Corpus, 'labels'>
  return { name, root, endpoints, services, edges, labels }
}

/** The survey of a corpus, as `trade2026 survey --source … --endpoints …` makes it. */
export function surveyCorpus({ root, endpoints }: Corpus): Promise<SurveyReport> {
  return surveyTree({
    source: root,
    files: readTree(root),
    registry: buildRegistry(bundledCatalog()),
    endpoints,
    grammars: loadGrammars(),
  })
}

/** Each label with its outcome; then findings that change something no label speaks of, as `harmful`. */
export function judge(corpus: Corpus, report: SurveyReport): Judged[] {
  const left = new Set(report.endpoints)
  const judged = corpus.labels.map((label): Judged => {
    const here = [...left].filter(({ file, line }) => file === label.file && line === label.line)
    const finding =
      here.find((one) => one.text === label.text && one.column === label.column) ??
      here.find((one) => one.text === label.text) ??
      here.find((one) => one.text.includes(label.text)) ??
      here.find((one) => label.text.includes(one.text))
    if (finding) left.delete(finding)
    return {
      corpus: corpus.name,
      label,
      outcome: outcomeOf(label, finding),
      language: languageOfFile(label.file),
      ...(finding ? { finding } : {}),
    }
  })
  const unlabelled = [...left]
    .filter(({ action }) => action === 'edit' || action === 'env')
    .map((finding): Judged => {
      const { file, line, text } = finding
      const label: CorpusLabel = { file, line, text, role: finding.role, action: 'keep' }
      return { corpus: corpus.name, label, outcome: 'harmful', finding, language: languageOfFile(file) }
    })
  return [...judged, ...unlabelled]
}

function outcomeOf(label: CorpusLabel, finding: EndpointFinding | undefined): Outcome {
  const allowed = [label.action].flat()
  const changes = (action: Action): boolean => action === 'edit' || action === 'env'
  if (finding === undefined) {
    // A port that stays the same needs no finding; a place to keep without one is a silent leftover.
    return [label.replacement].flat().includes(label.text) || (/^\d+$/.test(label.text) && !allowed.some(changes))
      ? 'right'
      : 'silent'
  }
  const { action } = finding
  if (allowed.includes(action) || (action === 'keep' && allowed.some((it) => it === 'risk' || it === 'keep')))
    return action === 'edit' && !sameWords(label, finding) ? 'wrong' : 'right'
  if (changes(action)) return allowed.some(changes) ? (sameWords(label, finding) ? 'right' : 'wrong') : 'harmful'
  if (action === 'ask') return allowed.some(changes) ? 'asked' : 'right'
  if (allowed.some(changes)) return [label.replacement].flat().includes(label.text) ? 'right' : 'missed'
  return 'right'
}

function sameWords(label: CorpusLabel, { action, replacement, text }: EndpointFinding): boolean {
  if (label.replacement === undefined || action !== 'edit') return true
  const wanted = [label.replacement].flat().map((words) => plainName(words.replace(/\|$/, '')))
  const given = plainName(replacement ?? '')
  // The finding may span more or less than the label: compare what the longer slice becomes.
  return wanted.some(
    (words) =>
      given === words || given === text.replace(label.text, words) || label.text.replace(text, given) === words,
  )
}

/** The catalog's Redis is Valkey, its Elasticsearch is OpenSearch: one server under two names. */
export function plainName(text: string): string {
  return text.replace(/^redis(?=:|$)/, 'valkey').replace(/^elasticsearch(?=:|$)/, 'opensearch')
}

function languageOfFile(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? name.toLowerCase() : name.slice(dot + 1).toLowerCase()
}
