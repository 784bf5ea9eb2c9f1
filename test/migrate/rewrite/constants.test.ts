// Loopback without a literal: opened where the service listens, left alone where it is compared, a risk where it is dialled.
import { describe, expect, test } from 'vitest'
import {
  constantEnd,
  constantsIn,
  isListeningMethod,
  libraryAddress,
  openForm,
} from '../../../src/migrate/rewrite/constants.ts'
import type { Example } from '../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../support/examples.ts'

const csharp = (statement: string, expect: Example['expect']): Example => ({
  file: 'A.cs',
  source: `class A { void M() { ${statement} } }\n`,
  expect,
})
const java = (statement: string, expect: Example['expect']): Example => ({
  file: 'A.java',
  source: `class A { void m() { ${statement} } }\n`,
  expect,
})
const go = (statement: string, expect: Example['expect']): Example => ({
  file: 'a.go',
  source: `package a\n\nfunc m() {\n\t${statement}\n}\n`,
  expect,
})
const own: Example['expect'][number] = ['6101', 'bind', 'edit', '8080']

const EXAMPLES: Example[] = [
  csharp('var l = new TcpListener(IPAddress.Loopback, 6101);', [
    ['IPAddress.Loopback', 'bind', 'edit', 'IPAddress.Any'],
    own,
  ]),
  csharp('builder.WebHost.ConfigureKestrel(o => o.ListenLocalhost(6101));', [
    ['ListenLocalhost', 'bind', 'edit', 'ListenAnyIP'],
    own,
  ]),
  csharp('if (address.Equals(IPAddress.Loopback)) { }', [['IPAddress.Loopback', 'local-only', 'keep']]),
  csharp('client.Connect(IPAddress.Loopback, 6105);', [['IPAddress.Loopback', 'peer', 'risk']]),
  csharp('// o.ListenLocalhost(6101)\n', [['ListenLocalhost', 'doc', 'keep']]),
  java('server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 6101));', [
    ['InetAddress.getLoopbackAddress()', 'bind', 'edit', '(java.net.InetAddress) null'],
    own,
  ]),
  go('l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 6101})', [
    ['net.IPv4(127, 0, 0, 1)', 'bind', 'edit', 'net.IPv4zero'],
    own,
  ]),
  go('ok := ip.Equal(net.IPv6loopback)', [['net.IPv6loopback', 'local-only', 'keep']]),
]

test.each(EXAMPLES.map(titled))('%s', (_title, example) => checkExample(example))

describe('constants', () => {
  test('are found whole, and only whole', () => {
    const text = 'a(IPAddress.Loopback); b(MyIPAddress.Loopback); c(nats.DefaultURLs); d(nats.DefaultURL)'
    expect([...constantsIn(text)].map(([found]) => found)).toEqual(['IPAddress.Loopback', 'nats.DefaultURL'])
    expect(constantEnd(text, 2)).toBe(20)
    expect(constantEnd(text, 3)).toBeUndefined()
  })

  test('say what they stand for', () => {
    expect(libraryAddress('nats.DefaultURL')).toEqual({ scheme: 'nats', port: 4222 })
    expect(libraryAddress('localhost')).toBeUndefined()
    expect(openForm('Ipv4Addr::LOCALHOST')).toBe('Ipv4Addr::UNSPECIFIED')
    expect(openForm('localhost')).toBeUndefined()
    expect(isListeningMethod('ListenLocalhost')).toBe(true)
    expect(isListeningMethod('IPAddress.Loopback')).toBe(false)
  })
})
