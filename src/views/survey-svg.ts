// survey.svg: the graph in layers, callers above what they call, servers and systems outside below. Own layout: same report,
// same bytes; readable on light and dark backgrounds.
import type { SurveyReport } from '../model/endpoint.ts'
import { type Layout, layoutOf, type PlacedEdge, type PlacedNode } from './graph-layout.ts'
import { safely } from './safe.ts'

const STYLE = `
  svg { --bg: #fff; --ink: #1f2328; --dim: #656d76; --line: #8c959f; --app: #ddf4ff; --app-edge: #0969da; --infra: #fff8c5; --infra-edge: #9a6700; --external: #f6f8fa; --band: #f6f8fa; --bad: #cf222e; font-family: ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
  @media (prefers-color-scheme: dark) { svg { --bg: #0d1117; --ink: #e6edf3; --dim: #8d96a0; --line: #6e7681; --app: #0c2d6b; --app-edge: #58a6ff; --infra: #3b2300; --infra-edge: #d29922; --external: #161b22; --band: #161b22; --bad: #ff7b72; } }
  .bg { fill: var(--bg) } .band { fill: var(--band) } text { fill: var(--ink); font-size: 13px }
  .small { font-size: 10px; fill: var(--dim) } .label { font-size: 9px; fill: var(--dim); paint-order: stroke; stroke: var(--bg); stroke-width: 3px }
  .app { fill: var(--app); stroke: var(--app-edge) } .infra { fill: var(--infra); stroke: var(--infra-edge) } .external { fill: var(--external); stroke: var(--line); stroke-dasharray: 4 3 }
  .edge { fill: none; stroke: var(--line); stroke-width: 1.2 } .cycle { stroke: var(--bad); stroke-width: 1.6 } .flow { stroke-dasharray: 5 4 } .weak { stroke-opacity: .55 }
  .head { fill: var(--line) } .head-bad { fill: var(--bad) }`

export function renderSurveySvg(unsafe: SurveyReport): string {
  const report = safely(unsafe)
  const layout = layoutOf(report)
  const { width, height, bands, nodes, edges } = layout
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${xml(titleOf(report))}">`,
    `<title>${xml(titleOf(report))}</title>`,
    `<style>${STYLE}\n</style>`,
    '<defs>',
    marker('head', 'head'),
    marker('head-bad', 'head-bad'),
    '</defs>',
    `<rect class="bg" width="${width}" height="${height}"/>`,
    ...bands.map(
      ({ y, height: tall, title }, index) =>
        `${index % 2 === 0 ? `<rect class="band" x="0" y="${y}" width="${width}" height="${tall}"/>` : ''}<text class="small" x="10" y="${y + 16}">${xml(title)}</text>`,
    ),
    ...edges.map(edgePath),
    ...nodes.map(nodeBox),
    ...edges.map(edgeLabel),
    ...legend(layout),
    '</svg>',
    '',
  ].join('\n')
}

function titleOf({ source, services, edges }: SurveyReport): string {
  return `${source}: ${services.length} services, ${edges.length} dependencies`
}

function marker(id: string, tone: string): string {
  return `<marker id="${id}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="${tone}" d="M0 0 8 4 0 8z"/></marker>`
}

function edgePath({ from, to, points, isCycle, isFlow, confidence, told }: PlacedEdge): string {
  const [a, b, c, d] = points
  const tone = ['edge', isCycle ? 'cycle' : '', isFlow ? 'flow' : '', confidence < 0.7 ? 'weak' : ''].filter(Boolean)
  return `<path class="${tone.join(' ')}" d="M${a} C${b} ${c} ${d}" marker-end="url(#${isCycle ? 'head-bad' : 'head'})"><title>${xml(`${from} → ${to}: ${told}`)}</title></path>`
}

function edgeLabel({ label, at, isFlow }: PlacedEdge): string {
  return `<text class="label" x="${at.x}" y="${at.y}" text-anchor="middle"${isFlow ? ' font-style="italic"' : ''}>${xml(label)}</text>`
}

function nodeBox({ kind, x, y, width, height, name, below, told }: PlacedNode): string {
  const round = kind === 'infra' ? height / 2 : 6
  return [
    `<g><title>${xml(told)}</title>`,
    `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}"/>`,
    `<text x="${x + width / 2}" y="${y + 19}" text-anchor="middle">${xml(name)}</text>`,
    `<text class="small" x="${x + width / 2}" y="${y + 33}" text-anchor="middle">${xml(below)}</text></g>`,
  ].join('')
}

function legend({ width, height }: Layout): string[] {
  const words = 'arrow: needs · dashed: messages · red: cycle · faint: below 70 %'
  return [`<text class="small" x="${width - 12}" y="${height - 10}" text-anchor="end">${words}</text>`]
}

function xml(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // Half a character is no character of XML.
      .replaceAll(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g, '\ufffd')
  )
}
