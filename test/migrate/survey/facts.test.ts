import { expect, test } from 'vitest'
import { surveyTree } from '../../../src/migrate/survey.ts'
import { grammars, inventedRegistry, memoryFiles } from '../../support/rewrite.ts'

test.each<[string, string, string[]]>([
  ['a quoted name of a getter', 'int p = Integer.parseInt(conf.get("TIDE_PORT"));', ['TIDE_PORT']],
  ['the environment itself', 'String u = System.getenv("TIDE_URL");', ['TIDE_URL']],
  ['a constant given to a getter is none', 'String u = get(TIDES + "/now");', []],
])('variables a service reads: %s', async (_what, line, expected) => {
  const files = memoryFiles({
    'tide/src/Tide.java': `class Tide {\n  public static void main(String[] a) {\n    ${line}\n    new java.net.ServerSocket(7301);\n  }\n}\n`,
  })
  const report = await surveyTree({ source: 't', files, registry: inventedRegistry(), grammars })
  expect(report.services.map(({ environment }) => environment)).toEqual([expected])
})
