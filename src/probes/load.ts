// Sends load and notes when each request was meant to go, went, and came back. Open loop: the schedule is fixed before the
// first request and does not wait for answers. Closed loop: each worker waits for its answer.
import type {
  GateClock,
  HttpRequest,
  LoadQuestion,
  LoadRun,
  LoadSample,
  LoadShape,
  SendRequest,
} from '../model/gate.ts'

/** Below this distance timers are too coarse: the loop yields and looks again. */
const SPIN_MS = 1.5

export async function runLoad(
  question: LoadQuestion,
  { send, clock }: { send: SendRequest; clock: GateClock },
  signal: AbortSignal,
): Promise<LoadRun | { unavailable: string }> {
  const one = sender(question, send, clock, signal)
  const firstTry = await warmUp(question, one)
  if (firstTry !== undefined) return { unavailable: firstTry }
  const startedMs = clock.monotonicMs()
  const idle = performance.eventLoopUtilization()
  const { shape, warmup } = question
  const samples =
    shape.mode === 'open'
      ? await openLoop(shape, one, clock, startedMs, warmup, signal)
      : await closedLoop(shape, one, clock, startedMs, warmup, signal)
  const durationMs = clock.monotonicMs() - startedMs
  const generatorBusy = performance.eventLoopUtilization(idle).utilization
  return { samples: samples.sort((a, b) => a.intendedMs - b.intendedMs), warmupCut: warmup, durationMs, generatorBusy }
}

type SendOne = (index: number, intendedMs: number, originMs: number) => Promise<LoadSample>

function sender(question: LoadQuestion, send: SendRequest, clock: GateClock, signal: AbortSignal): SendOne {
  return async (index, intendedMs, originMs) => {
    const sentMs = clock.monotonicMs() - originMs
    const body = question.bodyOf(index)
    const request: HttpRequest = body === undefined ? question.request : { ...question.request, body }
    const answer = await send(request, signal)
    const doneMs = clock.monotonicMs() - originMs
    if (answer.kind !== 'answered') return { intendedMs, sentMs, doneMs, ok: false, problem: answer.reason }
    if (question.accepts(answer.value)) return { intendedMs, sentMs, doneMs, ok: true }
    return {
      intendedMs,
      sentMs,
      doneMs,
      ok: false,
      problem: `not accepted: ${JSON.stringify(answer.value).slice(0, 200)}`,
    }
  }
}

/** Warm-up requests are cut from the sample; when not one of them is answered there is nothing to measure. */
async function warmUp({ warmup }: LoadQuestion, one: SendOne): Promise<string | undefined> {
  let problem: string | undefined
  for (let index = 0; index < warmup; index++) {
    const sample = await one(index, 0, 0)
    if (sample.ok) problem = undefined
    else problem = sample.problem
  }
  return problem === undefined ? undefined : `the last warm-up request failed: ${problem}`
}

async function closedLoop(
  { samples: wanted, workers }: Extract<LoadShape, { mode: 'closed' }>,
  one: SendOne,
  clock: GateClock,
  originMs: number,
  warmup: number,
  signal: AbortSignal,
): Promise<LoadSample[]> {
  const samples: LoadSample[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < wanted && !signal.aborted) {
      const index = warmup + next++
      samples.push(await one(index, clock.monotonicMs() - originMs, originMs))
    }
  }
  await Promise.all(Array.from({ length: Math.min(workers, wanted) }, worker))
  return samples
}

async function openLoop(
  { ratePerSecond, durationMs }: Extract<LoadShape, { mode: 'open' }>,
  one: SendOne,
  clock: GateClock,
  originMs: number,
  warmup: number,
  signal: AbortSignal,
): Promise<LoadSample[]> {
  const planned = Math.floor((ratePerSecond * durationMs) / 1000)
  const flying: Promise<LoadSample>[] = []
  while (flying.length < planned && !signal.aborted) {
    const intendedMs = (flying.length * 1000) / ratePerSecond
    const aheadMs = intendedMs - (clock.monotonicMs() - originMs)
    if (aheadMs <= 0) flying.push(one(warmup + flying.length, intendedMs, originMs))
    else if (aheadMs > SPIN_MS) await clock.sleep(aheadMs - SPIN_MS, signal)
    else await yieldOnce()
  }
  return Promise.all(flying)
}

const yieldOnce = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
