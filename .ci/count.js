// The closing line of CI. A suite that could not load counts as a failure; so do the check and the quickstart scenario.
import { readFileSync } from 'node:fs'

const [file, testExit, checkFailed, scenarioFailed] = process.argv.slice(2)
let report = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }
try {
  report = JSON.parse(readFileSync(file, 'utf8'))
} catch (error) {
  console.log(`no test report: ${error.message}`)
}
const broken = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
)
const extra = [Number(checkFailed), Number(scenarioFailed)]
const failed = report.numFailedTests + broken.length + extra.filter((it) => it > 0).length
const passed = report.numPassedTests + extra.filter((it) => it === 0).length
// A runner that died without a failing test is still a failure.
const total = failed === 0 && Number(testExit) !== 0 ? 1 : failed
console.log(`${passed} passed, ${total} failed, ${report.numPendingTests + report.numTodoTests} skipped`)
process.exit(total === 0 && passed > 0 ? 0 : 1)
