// Addresses others will dial: callbacks, registrations, advertised listeners get the service's own name.
import { isOwnPort, namesOf, type Subject } from '../subject.ts'
import { means } from '../vocabulary/vocabularies.ts'
import type { Rule } from './rule.ts'

const NAMES =
  /advertis|call_?back_?(url|host|addr|base)|web_?hook_?(url|host|addr|base)|announce|regist(er|ration)_?(url|addr|host|as)|(^|\.)(Created|Redirect\w*)$|(self|own|my)_?(url|host|addr)|service_?url_?self/i

export const advertised: Rule = {
  id: 'advertised',
  role: 'advertised',
  fits: (subject) => {
    const name = advertisedName(subject) ?? handedOut(subject)
    return name === undefined ? undefined : `${name}: others will dial it`
  },
  examples: [
    {
      file: 'a.py',
      source: 'CALLBACK_URL = "http://localhost:6101/done"',
      expect: [['localhost:6101', 'advertised', 'edit', 'crane:8080']],
    },
    {
      file: 'a.py',
      source: 'u = os.getenv("WEBHOOK_URL", "http://localhost:6101/h")',
      expect: [['localhost:6101', 'advertised', 'env']],
      environment: { WEBHOOK_URL: 'http://${self.host}:${self.port.http}/h' },
    },
    {
      file: 'a.ts',
      source: 'const o = { advertisedHost: "localhost", advertisedPort: 6101 }',
      expect: [
        ['localhost', 'advertised', 'edit', 'crane'],
        ['6101', 'advertised', 'edit', '8080'],
      ],
    },
    {
      file: 'a.yaml',
      source: 'register_url: http://127.0.0.1:6101\n',
      expect: [['127.0.0.1:6101', 'advertised', 'edit', 'crane:8080']],
    },
    {
      file: 'a.json',
      source: '{"callbackUrl": "http://localhost:6101"}',
      expect: [['localhost:6101', 'advertised', 'edit', 'crane:8080']],
    },
    { file: '.env', source: 'ADVERTISED=PLAIN://localhost:9092\n', expect: [['localhost:9092', 'advertised', 'ask']] },
  ],
}

/** Its own address in an answer: `Created("http://localhost:6101/x")`. */
export function handedOut(subject: Subject): string | undefined {
  if (!isOwnPort(subject)) return undefined
  return subject.contexts.map(({ call }) => call?.name).find((name) => name !== undefined && means('handsOut', name))
}

export function advertisedName(subject: Subject): string | undefined {
  return namesOf(subject).find((name) => NAMES.test(name)) ?? (isHook(subject) ? 'its path' : undefined)
}

/** `http://localhost:6101/hooks/crane`: the own address with a path made for others. */
function isHook(subject: Subject): boolean {
  const { scheme, site, hit, text } = subject
  return (
    scheme !== undefined && isOwnPort(subject) && /^\/[\w/-]*(hook|callback|notif)/i.test(text.slice(hit.end, site.end))
  )
}
