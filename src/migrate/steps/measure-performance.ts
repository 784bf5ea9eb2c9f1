// Step 8: latency, throughput and memory against the service's SLOs, with the neighbours of step 7.
import { verification } from './verify.ts'

export const measurePerformance = verification({
  id: 'performance',
  title: 'Performance measured',
  beside: ['infra', 'app'],
})
