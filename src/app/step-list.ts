// Progress on a terminal: one listr2 list per service, one line per step, fed by progress events.
import { Listr, type ListrTask } from 'listr2'
import type { OnProgress, Progress } from '../model/event.ts'
import { STEP_IDS } from '../model/ids.ts'

interface Line {
  finished: Promise<Progress & { kind: 'finished' }>
  finish: (progress: Progress & { kind: 'finished' }) => void
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
  const lists: Promise<unknown>[] = []
  const open = (service: string): void => {
    for (const step of STEP_IDS) lines.set(`${service}/${step}`, createLine())
    lists.push(drawList(service, lines))
  }
  return {
    progress: (event) => {
      if (event.kind === 'note') {
        stream.write(`${event.text}\n`)
        return
      }
      if (event.kind === 'started' && event.parent === undefined && !event.id.includes('/')) open(event.id)
      const line = lines.get(event.id)
      if (event.kind === 'output') line?.output(event.text)
      if (event.kind === 'finished') {
        line?.finish(event)
        if (!event.id.includes('/')) closeRest(event.id, lines)
      }
    },
    end: async () => {
      for (const line of lines.values()) line.finish(skipped('not reached'))
      await Promise.allSettled(lists)
    },
  }
}

function createLine(): Line {
  let finish: Line['finish'] = () => {}
  const finished = new Promise<Progress & { kind: 'finished' }>((resolve) => {
    finish = resolve
  })
  return { finished, finish, output: () => {} }
}

function skipped(detail: string): Progress & { kind: 'finished' } {
  return { kind: 'finished', id: '', status: 'skipped', detail }
}

/** A service that ended early leaves steps that were never reached. */
function closeRest(service: string, lines: Map<string, Line>): void {
  for (const step of STEP_IDS) lines.get(`${service}/${step}`)?.finish(skipped('not reached'))
}

function drawList(service: string, lines: Map<string, Line>): Promise<unknown> {
  const tasks: ListrTask[] = STEP_IDS.map((step) => ({
    title: step,
    task: async (_context, task) => {
      const line = lines.get(`${service}/${step}`)
      if (!line) return
      line.output = (text) => {
        task.output = text
      }
      const result = await line.finished
      if (result.detail) task.title = `${step} · ${result.detail}`
      if (result.status === 'skipped') task.skip(`${step} · ${result.detail ?? 'skipped'}`)
      if (result.status === 'failed' || result.status === 'inconclusive')
        throw new Error(`${step} ${result.status}${result.detail ? ` · ${result.detail}` : ''}`)
    },
  }))
  const list = new Listr(
    [{ title: service, task: (_context, task) => task.newListr(tasks, { concurrent: true, exitOnError: false }) }],
    {
      exitOnError: false,
      rendererOptions: { collapseSubtasks: false, collapseErrors: false },
    },
  )
  return list.run()
}
