// Progress on a terminal, fed by progress events, one listr2 list a wave: a service alone shows a line per step, several at
// once a line each with the step they are at and what it says.
import { Listr, type ListrTask } from 'listr2'
import type { OnProgress, Progress } from '../model/event.ts'
import { STEP_IDS } from '../model/ids.ts'

type Finished = Progress & { kind: 'finished' }

interface Line {
  finished: Promise<Finished>
  finish: (progress: Finished) => void
  output: (text: string) => void
}

export interface StepList {
  progress: OnProgress
  /** Resolves once the last list is drawn. */
  end: () => Promise<void>
}

/** Progress ids are `<service>` for a migration and `<service>/<step>` for its steps. */
export function createStepList(stream: NodeJS.WriteStream): StepList {
  const lines = new Map<string, Line>()
  let wave: string[] = []
  let drawn: Promise<unknown> = Promise.resolve()
  /** Drawn when the first of a wave begins: a wave in which nothing is left to do shows nothing. */
  const draw = (services: readonly string[]): void => {
    for (const service of services) {
      lines.set(service, createLine())
      for (const step of STEP_IDS) lines.set(`${service}/${step}`, createLine())
    }
    const tasks = services.length === 1 ? stepTasks(services[0]!, lines) : services.map((id) => serviceTask(id, lines))
    // One renderer holds the terminal at a time: a second beside it draws nothing and keeps stdout to itself for good.
    drawn = drawn.then(() => drawList(services, tasks))
  }
  const close = (): void => {
    for (const line of lines.values()) line.finish(skipped('not reached'))
    lines.clear()
  }
  return {
    progress: (event) => {
      if (event.kind === 'note') stream.write(`${event.text}\n`)
      else if (event.kind === 'wave') {
        close()
        wave = event.ids
      } else {
        if (event.kind === 'started' && !event.id.includes('/') && !lines.has(event.id))
          draw(wave.includes(event.id) ? wave : [event.id])
        follow(event, lines)
      }
    },
    end: async () => {
      close()
      await Promise.allSettled([drawn])
    },
  }
}

function follow(event: Exclude<Progress, { kind: 'note' | 'wave' }>, lines: Map<string, Line>): void {
  const [service = '', step] = event.id.split('/')
  const line = lines.get(event.id)
  if (event.kind === 'output') {
    line?.output(event.text)
    lines.get(service)?.output(`${step}: ${event.text}`)
  } else if (event.kind === 'started' && step !== undefined) lines.get(service)?.output(step)
  else if (event.kind === 'finished') {
    line?.finish(event)
    if (step !== undefined && event.detail) lines.get(service)?.output(`${step}: ${event.detail}`)
    // A service that ended early leaves steps that were never reached.
    if (step === undefined) for (const id of STEP_IDS) lines.get(`${service}/${id}`)?.finish(skipped('not reached'))
  }
}

function createLine(): Line {
  let finish: Line['finish'] = () => {}
  const finished = new Promise<Finished>((resolve) => {
    finish = resolve
  })
  return { finished, finish, output: () => {} }
}

function skipped(detail: string): Finished {
  return { kind: 'finished', id: '', status: 'skipped', detail }
}

function stepTasks(service: string, lines: Map<string, Line>): ListrTask[] {
  return STEP_IDS.map((step) => taskOf(step, lines.get(`${service}/${step}`)!))
}

function serviceTask(service: string, lines: Map<string, Line>): ListrTask {
  return taskOf(service, lines.get(service)!)
}

function taskOf(title: string, line: Line): ListrTask {
  return {
    title,
    task: async (_context, task) => {
      let last = ''
      line.output = (text) => {
        last = text
        task.output = text
      }
      const { status, detail = status === 'done' ? undefined : last || undefined } = await line.finished
      const told = detail === undefined ? title : `${title} · ${detail}`
      if (detail !== undefined) task.title = told
      if (status === 'skipped') task.skip(told)
      if (status === 'failed' || status === 'inconclusive')
        throw new Error(`${title} ${status}${told.slice(title.length)}`)
    },
  }
}

function drawList(services: readonly string[], tasks: ListrTask[]): Promise<unknown> {
  const title = services.length === 1 ? services[0]! : `${services.length} services`
  // Steps follow each other, services of a wave do not.
  const concurrent = services.length > 1
  const list = new Listr(
    [{ title, task: (_context, task) => task.newListr(tasks, { concurrent, exitOnError: false }) }],
    {
      exitOnError: false,
      // Its own listener would end the process at once, with exit 127; ours keeps what is done and says so.
      registerSignalListeners: false,
      rendererOptions: { collapseSubtasks: false, collapseErrors: false },
    },
  )
  return list.run()
}
