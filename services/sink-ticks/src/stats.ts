// What sink-ticks counts, and the two forms it is shown in: /stats and Prometheus.
import type { Appended } from '#kit/lake/table'
import type { Metrics } from '#kit/metrics'

export interface SinkCounts {
  messages_received: number
  messages_processed: number
  messages_dropped: number
  batches_flushed: number
  errors: number
  write_errors: number
  rows_written: number
  bytes_written: number
  files_written: number
  /** The last try to commit failed. */
  lakeFailed: boolean
}

export function newCounts(): SinkCounts {
  return {
    messages_received: 0,
    messages_processed: 0,
    messages_dropped: 0,
    batches_flushed: 0,
    errors: 0,
    write_errors: 0,
    rows_written: 0,
    bytes_written: 0,
    files_written: 0,
    lakeFailed: false,
  }
}

/** Registers the metrics of platform.md 3.2; totals are read from the counts at scrape time. */
export function sinkMetrics(metrics: Metrics, counts: SinkCounts, queueSize: () => number) {
  const follow = (name: 'messages_received' | 'messages_processed' | 'messages_dropped', help: string) => {
    const counter = metrics.counter(name, help)
    let shown = 0
    return () => {
      counter.inc(counts[name] - shown)
      shown = counts[name]
    }
  }
  const updates = [
    follow('messages_received', 'Messages fetched from the stream'),
    follow('messages_processed', 'Messages whose batch is committed'),
    follow('messages_dropped', 'Messages that are no valid tick'),
  ]
  const flushes = metrics.counter('batch_flushes', 'Batches committed')
  const sizes = metrics.histogram('batch_size', 'Rows in a batch', [10, 50, 100, 500, 1000, 5000])
  const seconds = metrics.histogram(
    'flush_duration_seconds',
    'Time to commit a batch',
    [0.01, 0.05, 0.1, 0.5, 1, 5, 10],
  )
  const queue = metrics.gauge('queue_size', 'Messages taken and not yet committed')
  const lastFlush = metrics.gauge('last_flush_timestamp', 'Unix time of the last commit')
  return {
    committed(commit: { appended: Appended; durationMs: number; rows: number }, nowMs: number): void {
      counts.batches_flushed++
      counts.rows_written += commit.rows
      counts.bytes_written += commit.appended.bytes
      counts.files_written += commit.appended.files
      flushes.inc()
      sizes.observe(commit.rows)
      seconds.observe(commit.durationMs / 1000)
      lastFlush.set(nowMs / 1000)
    },
    refresh(): void {
      for (const update of updates) update()
      queue.set(queueSize())
    },
  }
}
