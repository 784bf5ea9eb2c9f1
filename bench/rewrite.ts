// `npm run bench:rewrite [-- NAME… [--misses] [--floor]]`: precision, recall, wrong targets and leftovers of the rewrite, per
// language and per corpus, over the labelled systems of test/corpus (migration.md 14, G1–G3; graph G7). `--floor` writes what
// is reached to test/corpus/floor.yaml, which test/migrate/corpus.test.ts then holds. `--generated N [--seed S]` adds N
// de-containerised systems (test/support/decontainerise): rows per language and per shape, and a failure of each shape shrunk.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { loadGrammars } from '../src/observe/legacy.ts'
import { corpora, type Judged, judge, readCorpus, surveyCorpus } from '../test/support/corpus.ts'
import { forwardMany, story } from '../test/support/decontainerise/forward.ts'
import { scoreGraph } from '../test/support/graph-score.ts'
import {
  byCorpus,
  byLanguage,
  byRole,
  FLOOR_FILE,
  type Floor,
  floorOf,
  missesOf,
  readFloor,
  renderFloor,
  scoreTable,
} from '../test/support/score.ts'

const { values: flags, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    misses: { type: 'boolean' },
    floor: { type: 'boolean' },
    generated: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
  },
})
const all: Judged[] = []
const graphs: string[] = []
const floor: Record<string, Floor> = {}
const generated = Number(flags.generated)
for (const name of corpora().filter((it) => (wanted.length === 0 ? generated === 0 : wanted.includes(it)))) {
  const corpus = readCorpus(name)
  const report = await surveyCorpus(corpus)
  const judged = judge(corpus, report)
  all.push(...judged)
  floor[name] = floorOf(corpus, judged, report)
  graphs.push(`${name.padEnd(14)} ${scoreGraph(corpus, report).summary}`)
}
if (all.length > 0) {
  print('', ...scoreTable('corpus', all, byCorpus))
  print('', ...scoreTable('language', all, byLanguage))
  print('', ...scoreTable('role', all, byRole))
  print('', 'graph', ...graphs)
}
if (flags.misses) print('', ...missesOf(all))
if (flags.floor) writeFileSync(FLOOR_FILE, renderFloor(wanted.length === 0 ? floor : { ...readFloor(), ...floor }))
if (generated > 0) await printGenerated(Number(flags.seed), generated)

async function printGenerated(seed: number, count: number): Promise<void> {
  const grammars = loadGrammars()
  const { judged, failures, misdrawn } = await forwardMany({ seed, count, grammars })
  print('', `${count} generated systems from seed ${seed}`)
  print('', ...scoreTable('language', judged, byLanguage))
  print('', ...scoreTable('role', judged, byRole))
  print('', ...scoreTable('shape', judged, ({ shape }) => shape))
  print('', `services or ports misdrawn: ${misdrawn.length}`, ...misdrawn.slice(0, 20))
  if (flags.misses) for (const one of failures) print('', await story(one.system, one.bad, grammars))
}

function print(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}
