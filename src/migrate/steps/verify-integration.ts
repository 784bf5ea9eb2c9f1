// Step 7: the service with its real neighbours.
import { verification } from './verify.ts'

export const verifyIntegration = verification({
  id: 'integration',
  title: 'Integration checked',
  beside: ['infra', 'app'],
})
