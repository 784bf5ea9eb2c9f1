// Plans of several services over files they share, put together so that each place is told once.
import type { EndpointFinding } from '../../model/endpoint.ts'
import type { RewritePlan } from '../rewrite/plan.ts'
import { SHARED } from './owner.ts'

export type ToldPlan = Pick<RewritePlan, 'findings' | 'questions' | 'notCovered'>

/** What a plan says of some files. */
export function partOfPlan(plan: RewritePlan, fits: (file: string) => boolean): ToldPlan {
  const questions = plan.questions.flatMap((question) => {
    const occurrences = question.occurrences.filter(({ file }) => fits(file))
    return occurrences.length > 0 ? [{ ...question, occurrences }] : []
  })
  return {
    findings: plan.findings.filter(({ file }) => fits(file)),
    questions,
    notCovered: plan.notCovered.filter(({ file }) => fits(file)),
  }
}

/** Adds what is not told yet, in the name of all. */
export function mergeShared(into: ToldPlan, more: ToldPlan): void {
  const placeOf = ({ file, line, column }: EndpointFinding): string => `${file}:${line}:${column}`
  const known = new Map(into.findings.map((one, index) => [placeOf(one), index]))
  for (const one of more.findings) {
    const index = known.get(placeOf(one))
    const told = { ...one, service: SHARED }
    if (index === undefined) into.findings.push(told)
    // Whom an address of a common list belongs to sees itself in it; everybody else sees a peer.
    else if (isOfItself(into.findings[index]!) && !isOfItself(one)) into.findings[index] = told
  }
  const asked = new Set(into.questions.map(({ id }) => id))
  into.questions.push(...more.questions.filter(({ id }) => !asked.has(id)))
  const listed = new Set(into.notCovered.map(({ file }) => file))
  into.notCovered.push(...more.notCovered.filter(({ file }) => !listed.has(file)))
}

function isOfItself({ role }: EndpointFinding): boolean {
  return role === 'self-probe' || role === 'bind'
}
