// Progress as lines, for pipelines and log files: what ended, how, and notes. Starts are silent: a line is a fact.
import { redact } from '../kit/redact.ts'
import type { Progress } from '../model/event.ts'
import { painter, type Screen, type Tone } from './paint.ts'

const MARK: Record<'done' | 'failed' | 'skipped' | 'inconclusive', [string, Tone]> = {
  done: ['✔', 'good'],
  failed: ['✖', 'bad'],
  skipped: ['–', 'dim'],
  inconclusive: ['?', 'warn'],
}

/** Remembers titles, so that the line of an end can say what ended. */
export function progressLines(screen: Pick<Screen, 'color'>): (event: Progress) => string | undefined {
  const paint = painter(screen.color)
  const titles = new Map<string, string>()
  return (event) => {
    switch (event.kind) {
      case 'started':
        titles.set(event.id, event.title)
        return undefined
      case 'output':
      case 'wave':
        return undefined
      case 'note':
        return redact(event.text)
      case 'finished': {
        const [mark, tone] = MARK[event.status]
        const detail = event.detail ? ` ${paint('dim', `· ${redact(event.detail)}`)}` : ''
        return `${paint(tone, mark)} ${event.title ?? titles.get(event.id) ?? event.id}${detail}`
      }
    }
  }
}
