// Questions about being local, access lists and names that must stay: not an address anybody dials.
import { isLock } from '../lock.ts'
import { everyUse, keyWords, namesOf } from '../subject.ts'
import { advertisedName } from './advertised.ts'
import { originName } from './origin.ts'
import type { Rule } from './rule.ts'

const NAMES =
  /(^|[_.])(no_?proxy|allow(ed)?_?(hosts?|ips?|clients?)|(trusted|known|internal)_?(hosts?|prox(y|ies)|ips?|networks?)|allow_?(list|from)|white_?list|black_?list|deny_?(list|from)|acl|server_?names?|local_?hosts?|loopback\w*|local_?(names|addresses|ips)|sans?|alt_?names|forwarded_?allow_?ips|trust_?prox(y|ies)|\w+s_from|locks?|mutex|single_?instance|pid_?(file|sock\w*)|is_?local\w*|localhosts|peer_?allow\w*)([_.]|$)/i

/** Express names the setting in front of its value: `app.set('trust proxy', 'loopback, 127.0.0.1')`. */
const TRUST = /(["'`])trust proxy\1\s*,\s*\[?\s*["'`][^\n()]*$/

/** `trust_proxy`, `allowedHosts`, `NO_PROXY`: what it holds are names that are let in. */
export function isListOfNames(name: string): boolean {
  return NAMES.test(name.replaceAll(/([a-z])([A-Z])/g, '$1_$2').replaceAll(/[ -]/g, '_'))
}

export const localOnly: Rule = {
  id: 'local-only',
  role: 'local-only',
  fits: (subject) => {
    if (isLock(subject.contexts[0]!, subject.model)) return 'a socket that only keeps a second copy out'
    if (/^\(localdb\)$/i.test(subject.hit.text)) return 'LocalDB runs inside the session of a developer'
    if (subject.site.form === 'regex' || subject.site.raw.startsWith('^') || /^127\\/.test(subject.hit.text))
      return 'a pattern that is matched'
    const { stays } = subject.contexts[0]!
    if (stays !== undefined && advertisedName(subject) === undefined && !/^host\.docker/.test(subject.hit.text))
      return stays
    if (subject.contexts[0]!.compared === true) return 'it is compared, not dialled'
    // `origin in ALLOWED_ORIGINS` compares, too, but the list says better what its members are.
    if (originName(subject) !== undefined) return undefined
    // The default of a variable with a port is an address, even where the program only asks whether it is set.
    const dialled = subject.contexts[0]!.env !== undefined && subject.port !== undefined
    if (!dialled && everyUse(subject, (context) => context.compared === true)) return 'it is compared, not dialled'
    const name = [...namesOf(subject), subject.contexts[0]!.path.join('_')].find(isListOfNames)
    if (TRUST.test(subject.text.slice(Math.max(0, subject.hit.start - 80), subject.hit.start)))
      return 'whom a proxy is trusted from'
    // A name with a port of its own beside it is an address, whatever it is called (`serverName`, `portNumber`).
    if (name !== undefined && subject.port?.kind !== 'literal') return `${name} is a list of names, not an address`
    return keyWords(subject).join(' ').includes('no proxy') ? 'NO_PROXY' : undefined
  },
  examples: [
    {
      file: 'a.py',
      source: 'if host in ("localhost", "::1"):\n    pass',
      expect: [
        ['localhost', 'local-only', 'keep'],
        ['::1', 'local-only', 'keep'],
      ],
    },
    {
      file: 'a.py',
      source: 'ok = url.startswith("http://localhost:6105")',
      expect: [['localhost:6105', 'local-only', 'keep']],
    },
    {
      file: 'a.py',
      source: 'LOCAL = {"localhost", "127.0.0.1"}\nif h in LOCAL: pass',
      expect: [
        ['localhost', 'local-only', 'keep'],
        ['127.0.0.1', 'local-only', 'keep'],
      ],
    },
    { file: 'settings.py', source: 'ALLOWED_HOSTS = ["localhost"]', expect: [['localhost', 'local-only', 'keep']] },
    { file: 'a.ts', source: 'if (h === "localhost") {}', expect: [['localhost', 'local-only', 'keep']] },
    {
      file: 'a.ts',
      source: 'const L = new Set(["127.0.0.1", "::1"])\nL.has(x)',
      expect: [
        ['127.0.0.1', 'local-only', 'keep'],
        ['::1', 'local-only', 'keep'],
      ],
    },
    { file: 'a.js', source: 'switch (h) { case "localhost": break }', expect: [['localhost', 'local-only', 'keep']] },
    { file: 'a.js', source: 'const r = /^https?:\\/\\/localhost/', expect: [['localhost', 'local-only', 'keep']] },
    {
      file: 'a.js',
      source: "app.set('trust proxy', 'loopback, 127.0.0.1')",
      expect: [['127.0.0.1', 'local-only', 'keep']],
    },
    {
      file: 'a.json',
      source: '{"match": "^https?://localhost(:6105)?$"}',
      expect: [['localhost', 'local-only', 'keep']],
    },
    {
      file: 'a.py',
      source: 'uvicorn.run(app, host="127.0.0.1", forwarded_allow_ips="127.0.0.1")',
      expect: [
        ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
        ['127.0.0.1', 'local-only', 'keep'],
      ],
    },
    { file: 'acl.yaml', source: 'acl:\n  - allow: 127.0.0.1\n', expect: [['127.0.0.1', 'local-only', 'keep']] },
    { file: 'a.yaml', source: 'trusted_proxies: [127.0.0.1]\n', expect: [['127.0.0.1', 'local-only', 'keep']] },
    { file: 'a.yaml', source: 'nats-allowed-hosts: [localhost]\n', expect: [['localhost', 'local-only', 'keep']] },
    { file: 'a.json', source: '{"server_name": "localhost"}', expect: [['localhost', 'local-only', 'keep']] },
    {
      file: '.env',
      source: 'NO_PROXY=localhost,127.0.0.1\n',
      expect: [
        ['localhost', 'local-only', 'keep'],
        ['127.0.0.1', 'local-only', 'keep'],
      ],
    },
  ],
}
