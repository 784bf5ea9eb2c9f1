// Package names are no places: `com.example.tools` is neither an example nor a tool.
import { expect, test } from 'vitest'
import { isTestFile, withoutPackage } from '../../../src/migrate/rewrite/language.ts'
import { discover } from '../../../src/migrate/survey/discover.ts'
import { grammars, inventedRegistry, memoryFiles } from '../../support/rewrite.ts'

const APP = `package com.example.tools.gate;
@SpringBootApplication
public class GateApplication {
  public static void main(String[] args) { SpringApplication.run(GateApplication.class, args); }
}
`

test.each([
  ['gate/src/main/java/com/example/tools/gate/GateApplication.java', 'gate/src/main/java/GateApplication.java'],
  ['gate/com/example/testing/Gate.kt', 'gate/Gate.kt'],
  ['examples/gate.py', 'examples/gate.py'],
])('%s', (file, plain) => {
  expect(withoutPackage(file)).toBe(plain)
})

test('a test stays a test, whatever its package', () => {
  expect(isTestFile('gate/src/test/java/com/example/gate/GateTest.java')).toBe(true)
  expect(isTestFile('gate/src/main/java/com/example/testing/Gate.java')).toBe(false)
})

test('a program in a package named example is a service', async () => {
  const files = { 'gate/pom.xml': '<project/>', 'gate/src/main/java/com/example/tools/gate/GateApplication.java': APP }
  const { services } = await discover({ files: memoryFiles(files), registry: inventedRegistry(), grammars })
  expect(services.map(({ id, path }) => [id, path])).toEqual([['gate', 'gate']])
})
