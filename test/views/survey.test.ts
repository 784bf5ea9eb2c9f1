// What a survey looks like: text, Markdown, picture. Names of the tree never become control sequences or markup.
import { parseXml, XmlElement } from '@rgrove/parse-xml'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { surveyTree } from '../../src/migrate/survey.ts'
import type { SurveyReport } from '../../src/model/endpoint.ts'
import { renderExplanation } from '../../src/views/explanation.ts'
import { safe } from '../../src/views/safe.ts'
import { renderSurvey } from '../../src/views/survey.ts'
import { renderSurveyMarkdown } from '../../src/views/survey-markdown.ts'
import { renderSurveySvg } from '../../src/views/survey-svg.ts'
import { grammars, inventedRegistry, memoryFiles } from '../support/rewrite.ts'

const registry = { ...inventedRegistry(), services: new Map(), ports: new Map() }
const surveyed = (files: Record<string, string>): Promise<SurveyReport> =>
  surveyTree({ source: '/old', files: memoryFiles(files), registry, grammars })
const HARBOUR = {
  'tide/main.py': 'B = "http://localhost:6302"\nR = "redis://localhost:6379"\napp.run(port=6301)\n',
  'berth/main.py':
    'import nats\nT = "http://localhost:6301"\nawait nc.publish("berth.taken", b"")\napp.run(port=6302)\n',
  'watch/main.py':
    'import nats\nawait nc.subscribe("berth.*", cb=f)\nQ = "http://localhost:7777"\napp.run(port=6303)\n',
}
const HOSTILE = { 'a\u001b[2J\u202ex<b>|`/main.py': 'U = "redis://localhost:6379"\napp.run(port=6301)\n' }

test('text: everything once, in sections', async () => {
  const text = renderSurvey(await surveyed(HARBOUR))
  for (const title of ['SERVICE', 'waves', 'dependencies', 'messages', 'cycles', 'risks', 'open questions'])
    expect(text).toContain(title)
  expect(text).toMatch(/berth ⇢ watch +berth\.taken \(berth\.\*\)/)
  expect(text).toContain('berth ⇄ tide: one wave')
})

test('text: a terminal of 80 columns is enough for the tables', async () => {
  const report = await surveyed(HARBOUR)
  const text = renderSurvey(
    { ...report, questions: [], services: report.services.map((one) => ({ ...one, risks: [] })) },
    { color: false, columns: 80, interactive: true },
  )
  for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80)
})

test('hostile names are shown, not sent', async () => {
  const report = await surveyed(HOSTILE)
  const views = [
    renderSurvey(report),
    renderSurveyMarkdown(report),
    renderSurveySvg(report),
    renderExplanation('a\u001b', report.endpoints, report.edges),
  ]
  for (const text of views) {
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
    expect(text).toContain('\\u{1b}')
  }
})

test('safe: no control character is left, plain text stays', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(safe(text)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
    }),
  )
  expect(safe('täglich 日本 →')).toBe('täglich 日本 →')
})

test('picture: well-formed, every node and edge in it, the same bytes each time', async () => {
  const report = await surveyed(HARBOUR)
  const svg = renderSurveySvg(report)
  const root = parseXml(svg).root!
  const all = (element: XmlElement): XmlElement[] =>
    element.children.flatMap((child) => (child instanceof XmlElement ? [child, ...all(child)] : []))
  const classes = all(root).map((element) => `${element.name} ${element.attributes.class ?? ''}`)
  expect(classes.filter((one) => /^rect (app|infra|external)/.test(one))).toHaveLength(report.nodes.length)
  expect(classes.filter((one) => /^path edge/.test(one))).toHaveLength(report.edges.length + report.flows.length)
  expect(classes.filter((one) => /cycle/.test(one))).toHaveLength(2)
  expect(renderSurveySvg(await surveyed(HARBOUR))).toBe(svg)
})

test('picture: no two boxes lie on each other, all inside the frame', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 5 }),
      fc.integer({ min: 0, max: 12 }),
      (sizes, servers) => {
        const waves = sizes.map((size, wave) => Array.from({ length: size }, (_, index) => `s${wave}-${index}`))
        const nodes = [
          ...waves.flat().map((id) => ({ id, kind: 'app' as const, ports: [] })),
          ...Array.from({ length: servers }, (_, index) => ({ id: `i${index}`, kind: 'infra' as const, ports: [] })),
        ]
        const svg = renderSurveySvg({
          source: 'x',
          services: [],
          nodes,
          edges: [],
          flows: [],
          shared: [],
          cycles: [],
          endpoints: [],
          waves,
          questions: [],
          notCovered: [],
        })
        const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number)
        const boxes = [
          ...svg.matchAll(/<rect class="(?:app|infra)" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/g),
        ].map((match) => match.slice(1).map(Number) as [number, number, number, number])
        expect(boxes).toHaveLength(nodes.length)
        boxes.forEach(([x, y, w, h], index) => {
          expect(x + w).toBeLessThanOrEqual(width!)
          expect(y + h).toBeLessThanOrEqual(height!)
          for (const [a, b, c, d] of boxes.slice(index + 1))
            expect(x + w <= a || a + c <= x || y + h <= b || b + d <= y).toBe(true)
        })
      },
    ),
    { numRuns: 40 },
  )
})

test('markdown: tables have one shape whatever the names hold', async () => {
  const text = renderSurveyMarkdown(await surveyed({ ...HARBOUR, ...HOSTILE }), 'survey.svg')
  expect(text).toContain('![graph of the services](survey.svg)')
  const columns = (line: string): number => line.replaceAll('\\|', '').split('|').length
  const lines = text.split('\n')
  lines.forEach((line, index) => {
    if (line.startsWith('|') && lines[index + 1]?.startsWith('|'))
      expect(columns(lines[index + 1]!)).toBe(columns(line))
  })
})

test('explain: an edge with its parts', async () => {
  const report = await surveyed(HARBOUR)
  const edge = report.edges.find(({ to }) => to === 'redis')!
  expect(renderExplanation('tide/main.py:2', [], [edge])).toContain('tide → redis  95 %')
})
