// `npm run bench:rewrite [-- NAME… [--misses]]`: precision, recall, wrong targets and leftovers of the rewrite, per language
// and per corpus, over the labelled systems of test/corpus (migration.md 14, G1–G3; graph G7).
// Precision: of the places it changed, those where it had to and with the right words. Recall: of the places to change, those
// it did (automatic), or did or asked about.
import { corpora, type Judged, judge, readCorpus, surveyCorpus } from '../test/support/corpus.ts'
import { scoreGraph } from '../test/support/graph-score.ts'

const args = process.argv.slice(2)
const wanted = args.filter((arg) => !arg.startsWith('--'))
const all: Judged[] = []
const graphs: string[] = []
for (const name of corpora().filter((it) => wanted.length === 0 || wanted.includes(it))) {
  const corpus = readCorpus(name)
  const report = await surveyCorpus(corpus)
  all.push(...judge(corpus, report))
  graphs.push(`${name.padEnd(14)} ${scoreGraph(corpus, report).summary}`)
}
table('corpus', (one) => one.corpus)
table('language', (one) => one.language)
table('role', (one) => [one.label.role].flat()[0]!)
print('', 'graph', ...graphs)
if (args.includes('--misses')) misses()

function table(title: string, keyOf: (one: Judged) => string): void {
  const groups = Map.groupBy(all, keyOf)
  print(
    '',
    row(title, 'sites', 'precision', 'recall', '+asked', 'right', 'asked', 'missed', 'wrong', 'harmful', 'silent'),
  )
  for (const [key, judged] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) print(line(key, judged))
  print(line('all', all))
}

function line(key: string, judged: readonly Judged[]): string {
  const count = (...outcomes: Judged['outcome'][]): number =>
    judged.filter(({ outcome }) => outcomes.includes(outcome)).length
  const toChange = judged.filter(({ label }) => [label.action].flat().some((it) => it === 'edit' || it === 'env'))
  const changed = judged.filter(({ finding }) => finding?.action === 'edit' || finding?.action === 'env')
  const good = (one: Judged): boolean => one.outcome === 'right'
  const share = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`)
  const automatic = toChange.filter(good).length
  const asked = toChange.filter(({ outcome }) => outcome === 'asked').length
  return row(
    key,
    judged.length,
    share(changed.filter(good).length, changed.length),
    share(automatic, toChange.length),
    share(automatic + asked, toChange.length),
    count('right'),
    count('asked'),
    count('missed'),
    count('wrong'),
    count('harmful'),
    count('silent'),
  )
}

function row(first: string, ...cells: (string | number)[]): string {
  return `${first.padEnd(14)} ${cells.map((cell) => String(cell).padStart(9)).join(' ')}`
}

function misses(): void {
  for (const { corpus, label, outcome, finding } of all.filter((one) => one.outcome !== 'right')) {
    const said = finding
      ? `${finding.role} ${finding.action} ${finding.replacement ?? ''} — ${finding.reason}`
      : 'nothing'
    const want = `${[label.role].flat()} ${[label.action].flat()} ${[label.replacement ?? ''].flat()}`
    print(`${outcome.padEnd(8)} ${corpus}/${label.file}:${label.line} "${label.text}" want ${want.trim()}; got ${said}`)
  }
}

function print(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}
