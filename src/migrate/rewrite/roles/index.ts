// The rules in order of precedence (migration.md 4): when several fit, the first wins.
import { advertised } from './advertised.ts'
import { bind } from './bind.ts'
import { browser } from './browser.ts'
import { doc } from './doc.ts'
import { dynamic } from './dynamic.ts'
import { fallback } from './fallback.ts'
import { hostPeer } from './host-peer.ts'
import { localOnly } from './local-only.ts'
import { origin } from './origin.ts'
import { path } from './path.ts'
import { peer } from './peer.ts'
import type { Rule } from './rule.ts'
import { selfProbe } from './self-probe.ts'
import { test } from './test.ts'

export const RULES: readonly Rule[] = [
  dynamic,
  doc,
  test,
  selfProbe,
  bind,
  localOnly,
  origin,
  browser,
  advertised,
  hostPeer,
  fallback,
  path,
  peer,
]
