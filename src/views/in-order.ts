// Progress of services that are migrated at once, told as if they came one after the other: the first that has not ended
// speaks live, the others are held back until it is their turn. Two runs of the same work then tell the same story.
import type { OnProgress, Progress } from '../model/event.ts'

export function inOrder(show: OnProgress): OnProgress {
  let queue: string[] = []
  let held = new Map<string, Progress[]>()
  const release = (): void => {
    for (let isOver = true; isOver && queue.length > 0; ) {
      const events = held.get(queue[0]!) ?? []
      held.delete(queue[0]!)
      for (const event of events) show(event)
      isOver = events.some((event) => event.kind === 'finished' && event.id === queue[0])
      if (isOver) queue.shift()
    }
  }
  return (event) => {
    if (event.kind === 'wave') {
      for (const id of queue) for (const one of held.get(id) ?? []) show(one)
      queue = [...event.ids]
      held = new Map()
      show(event)
      return
    }
    const service = event.kind === 'note' ? undefined : event.id.split('/')[0]!
    if (service === undefined || !queue.includes(service)) {
      show(event)
      return
    }
    held.set(service, [...(held.get(service) ?? []), event])
    if (service === queue[0]) release()
  }
}
