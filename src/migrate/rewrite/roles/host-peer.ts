// Things that will never run in a container: desktop gateways, printers, licence servers. They stay on the host.

import { words } from '../model.ts'
import { namesOf, type Subject } from '../subject.ts'
import type { Rule } from './rule.ts'

export const hostPeer: Rule = {
  id: 'host-peer',
  role: 'host-peer',
  fits: (subject) => {
    const { hostPeers } = subject.registry
    if (subject.port !== undefined && subject.port.kind !== 'implied' && hostPeers.ports.has(subject.port.value))
      return `port ${subject.port.value} belongs to a program of the desktop`
    if (!unknownPort(subject)) return undefined
    const word = namesOf(subject)
      .flatMap(words)
      .find((candidate) => hostPeers.words.has(candidate))
    return word === undefined ? undefined : `${word} runs on the host only`
  },
  examples: [
    {
      file: 'a.py',
      source: 'ib.connect("127.0.0.1", 7497, clientId=1)',
      expect: [['127.0.0.1', 'host-peer', 'edit', 'host.docker.internal']],
    },
    {
      file: 'a.py',
      source: 'T = os.getenv("TERMINAL", "localhost:4040")',
      expect: [['localhost:4040', 'host-peer', 'env']],
      environment: { TERMINAL: 'host.docker.internal:4040' },
    },
    {
      file: 'a.js',
      source: 'const t = process.env.TERMINAL ?? "localhost:4040"',
      expect: [['localhost:4040', 'host-peer', 'env']],
      environment: { TERMINAL: 'host.docker.internal:4040' },
    },
    {
      file: 'a.yaml',
      source: 'terminal: localhost:4040\n',
      expect: [['localhost:4040', 'host-peer', 'edit', 'host.docker.internal:4040']],
    },
    {
      file: 'a.yaml',
      source: 'ib:\n  host: 127.0.0.1\n  port: 7497\n',
      expect: [['127.0.0.1', 'host-peer', 'edit', 'host.docker.internal']],
    },
    {
      file: 'a.json',
      source: '{"ib_gateway_host": "127.0.0.1", "ib_gateway_port": 7497}',
      expect: [['127.0.0.1', 'host-peer', 'edit', 'host.docker.internal']],
    },
    {
      file: '.env',
      source: 'TWS_HOST=127.0.0.1\nTWS_PORT=7497\n',
      expect: [['127.0.0.1', 'host-peer', 'edit', 'host.docker.internal']],
    },
    {
      file: '.env',
      source: 'TWS=host.docker.internal:7497\n',
      expect: [['host.docker.internal:7497', 'host-peer', 'keep']],
    },
  ],
}

function unknownPort(subject: Subject): boolean {
  return subject.port === undefined || !subject.registry.ports.has(subject.port.value)
}
