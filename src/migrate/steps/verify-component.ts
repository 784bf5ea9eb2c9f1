// Step 6: the service alone with its infrastructure.
import { verification } from './verify.ts'

export const verifyComponent = verification({
  id: 'component',
  title: 'Component checked',
  beside: ['infra'],
})
