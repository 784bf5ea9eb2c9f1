import { expect, test } from 'vitest'
import type { LiveProcess } from '../../../src/migrate/survey/live.ts'
import { surveyTree } from '../../../src/migrate/survey.ts'
import { grammars, inventedRegistry, memoryFiles } from '../../support/rewrite.ts'

const registry = { ...inventedRegistry(), services: new Map(), ports: new Map() }
const FILES = {
  'tide/main.py': 'import os\napp.run(port=int(os.environ["WHERE"]))\n',
  'berth/main.py': 'T = "http://localhost:6301"\nW = "http://localhost:6303"\napp.run(port=6302)\n',
  'watch/main.py': 'app.run(port=6303)\n',
}
const process = (pid: number, cwd: string, facts: Partial<LiveProcess>): LiveProcess => ({
  pid,
  cwd,
  command: [],
  listening: [],
  dials: [],
  ...facts,
})
const survey = (processes: LiveProcess[]) =>
  surveyTree({
    source: 't',
    files: memoryFiles(FILES),
    registry,
    grammars,
    live: { root: '/old', processes, unreadable: 0 },
  })

test('a port that only the host shows decides; disagreement is told both ways', async () => {
  const report = await survey([
    process(1, '/old/tide', { listening: [6301] }),
    process(2, '/', { command: ['python', '/old/berth/main.py'], listening: [6399], dials: [6301] }),
  ])
  expect(report.services.find(({ id }) => id === 'tide')?.ports).toEqual([6301])
  expect(report.endpoints.find(({ text }) => text === 'localhost:6301')?.replacement).toBe('tide:6301')
  expect(report.live).toEqual({
    processes: [
      { service: 'berth', pid: 2 },
      { service: 'tide', pid: 1 },
    ],
    ports: [
      { service: 'berth', port: 6302, seen: 'tree' },
      { service: 'berth', port: 6399, seen: 'host' },
      { service: 'tide', port: 6301, seen: 'host' },
    ],
    edges: [
      { from: 'berth', to: 'tide', seen: 'both' },
      { from: 'berth', to: 'watch', seen: 'tree' },
    ],
    unreadable: 0,
  })
  const edge = report.edges.find(({ to }) => to === 'tide')!
  expect(edge.confidence).toBeGreaterThan(0.99)
  expect(edge.parts.map(({ kind }) => kind)).toEqual(['socket', 'http'])
})

test('a connection nobody wrote down is an edge of its own', async () => {
  const { edges } = await survey([
    process(1, '/old/watch', { dials: [6302] }),
    process(2, '/old/berth', { listening: [6302] }),
  ])
  expect(edges.find(({ from, to }) => from === 'watch' && to === 'berth')).toMatchObject({
    kind: 'socket',
    file: 'watch/main.py',
  })
})

test('a program from elsewhere is no service of the tree', async () => {
  const { live } = await survey([process(1, '/older/tide', { command: ['x', '../old2/tide/main.py'], listening: [1] })])
  expect(live).toMatchObject({ processes: [], ports: [] })
})
