// A service asking itself: the host stays loopback, the port follows the container port.
import { baseName } from '../../../kit/path.ts'
import { bindingCall, isRequest } from '../calls.ts'
import { isData, isProbeFile, languageOf } from '../language.ts'
import { isFileOf } from '../starts.ts'
import { isOwnPort, keyWords, mayBeOwnPort, type Subject } from '../subject.ts'
import { advertisedName, handedOut } from './advertised.ts'
import { isLaunchSettings } from './bind.ts'
import { isBrowserName } from './browser.ts'
import { originName } from './origin.ts'
import type { Rule } from './rule.ts'

export const selfProbe: Rule = {
  id: 'self-probe',
  role: 'self-probe',
  fits: (subject) => {
    if (subject.contexts[0]!.probe === true) return 'a health check inside the container'
    if (isLaunchSettings(subject)) return undefined
    if (isOwnSettings(subject)) return 'the settings of the program that listens there'
    if (isProbeFile(subject.file) && mayBeOwnPort(subject)) return 'a health check of the service itself'
    if (watchesFromHost(subject)) return 'a script on the host asks whether a service is up: through its published port'
    const { starts, scheme } = subject
    if (starts !== undefined && scheme !== undefined && called(subject) && isFileOf(subject.file, starts))
      return `the launcher of ${starts.service} asks whether it is up`
    if (!isOwnPort(subject))
      return isProbeFile(subject.file) && subject.port === undefined && subject.scheme !== undefined
        ? 'a health check without a port of its own'
        : undefined
    const binds = subject.contexts.some((context) => bindingCall(context) !== undefined)
    const spoken = !binds && (subject.scheme !== undefined || subject.hit.port === undefined)
    if (spoken && keyWords(subject).some((word) => /^health(check)?$|^liveness$|^readiness$|^probe$/.test(word)))
      return 'the key says health check'
    if (advertisedName(subject) || handedOut(subject) || originName(subject) || isBrowserName(subject)) return undefined
    const asks = called(subject)
    if (binds || (subject.scheme === undefined && !asks)) return undefined
    return isQuery(subject) ? `the port is the service's own (${subject.port!.value})` : undefined
  },
  examples: [
    {
      file: 'healthcheck.py',
      source: 'urlopen("http://localhost:6101/up")',
      expect: [['localhost:6101', 'self-probe', 'edit', 'localhost:8080']],
    },
    {
      file: 'probe.py',
      source: 'requests.get("http://127.0.0.1:6101/up", timeout=2)',
      expect: [['127.0.0.1:6101', 'self-probe', 'edit', '127.0.0.1:8080']],
    },
    {
      file: 'probe.py',
      source: 'requests.get("http://127.0.0.1:8080/up")',
      expect: [['127.0.0.1:8080', 'self-probe', 'keep']],
    },
    {
      file: 'a.py',
      source: 'U = os.getenv("SELF_HEALTH", "http://localhost:6101/up")',
      expect: [['localhost:6101', 'self-probe', 'env']],
      environment: { SELF_HEALTH: 'http://localhost:${self.port.http}/up' },
    },
    {
      file: 'healthcheck.js',
      source: 'http.get("http://localhost:6101/up")',
      expect: [['localhost:6101', 'self-probe', 'edit', 'localhost:8080']],
    },
    {
      file: 'a.ts',
      source: 'await fetch(`http://localhost:6101/up`)',
      expect: [['localhost:6101', 'self-probe', 'edit', 'localhost:8080']],
    },
    {
      file: 'docker-compose.yml',
      source: 'services:\n  crane:\n    healthcheck:\n      test: wget -qO- http://localhost:6101/up\n',
      expect: [['localhost:6101', 'self-probe', 'edit', 'localhost:8080']],
    },
    {
      file: 'docker-compose.yml',
      source: 'healthcheck:\n  test: ["CMD", "wget", "-qO-", "http://localhost:6101/up"]\n',
      expect: [['localhost:6101', 'self-probe', 'edit', 'localhost:8080']],
    },
    {
      file: 'config.json',
      source: '{"health": {"url": "http://localhost:6101/up"}}',
      expect: [['localhost:6101', 'self-probe', 'edit', 'localhost:8080']],
    },
    {
      file: '.env',
      source: 'HEALTHCHECK_URL=http://localhost:6101/up\n',
      expect: [['localhost:6101', 'self-probe', 'edit', 'localhost:8080']],
    },
  ],
}

/** `prometheus.yml` speaks of port 9090: Prometheus itself. */
function isOwnSettings({ file, resolution, registry }: Subject): boolean {
  if (resolution?.kind !== 'target' || !isData(languageOf(file))) return false
  const target = registry.services.get(resolution.target.service)
  return target?.kind === 'infra' && new RegExp(`^${target.id}[._-]`, 'i').test(baseName(file))
}

function called(subject: Subject): boolean {
  return subject.contexts.some(({ call }) => call !== undefined && isRequest(call.name))
}

/** Listening and asking both name the own port; a URL with a scheme asks, unless the key says it is where to listen. */
function isQuery(subject: Subject): boolean {
  return !keyWords(subject).some((word) => /^(bind|listen|listener|urls|kestrel)$/.test(word))
}

/** In a script of no service: the health route of somebody. */
function watchesFromHost({ home, registry, model, scheme, text, site, hit }: Subject): boolean {
  const isScript = /^(shell|powershell|launcher)$/.test(model.language) && !registry.services.has(home)
  return (
    isScript && scheme !== undefined && /^\/[\w/-]*(health|ready|live|alive|ping)/i.test(text.slice(hit.end, site.end))
  )
}
