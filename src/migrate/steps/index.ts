// The ten steps, in the order they are done. Order means something, so it is written down here and nowhere else.

import { buildImage } from './build-image.ts'
import { copySource } from './copy-source.ts'
import { measurePerformance } from './measure-performance.ts'
import { passGate } from './pass-gate.ts'
import { rewriteEndpoints } from './rewrite-endpoints.ts'
import type { Step } from './step.ts'
import { verifyComponent } from './verify-component.ts'
import { verifyIntegration } from './verify-integration.ts'
import { writeCompose } from './write-compose.ts'
import { writeConfig } from './write-config.ts'
import { writeTracker } from './write-tracker.ts'

export const STEPS: readonly Step[] = [
  copySource,
  writeConfig,
  rewriteEndpoints,
  buildImage,
  writeCompose,
  verifyComponent,
  verifyIntegration,
  measurePerformance,
  passGate,
  writeTracker,
]
