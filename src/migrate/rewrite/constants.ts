// Loopback without a literal: constants of languages and libraries. Nobody wrote the address, the program uses it all the same.

interface Constant {
  pattern: string
  /** What to write to listen on all interfaces; absent where the constant is only ever dialled. */
  open?: string
  /** The address behind it, where it is a whole one. */
  address?: { scheme: string; port: number }
}

const NATS = { scheme: 'nats', port: 4222 }
const CONSTANTS: readonly Constant[] = [
  { pattern: String.raw`nats\.DefaultURL`, address: NATS },
  { pattern: String.raw`stan\.DefaultNatsURL`, address: NATS },
  { pattern: String.raw`(?:io\.nats\.client\.)?Options\.DEFAULT_URL`, address: NATS },
  { pattern: String.raw`(?:System\.Net\.)?IPAddress\.Loopback`, open: 'IPAddress.Any' },
  { pattern: String.raw`(?:System\.Net\.)?IPAddress\.IPv6Loopback`, open: 'IPAddress.IPv6Any' },
  // Null is Java's word for every interface; the cast says which overload is meant.
  { pattern: String.raw`(?:java\.net\.)?InetAddress\.getLoopbackAddress\(\)`, open: '(java.net.InetAddress) null' },
  { pattern: 'Ipv4Addr::LOCALHOST', open: 'Ipv4Addr::UNSPECIFIED' },
  { pattern: 'Ipv6Addr::LOCALHOST', open: 'Ipv6Addr::UNSPECIFIED' },
  { pattern: String.raw`net\.IPv6loopback`, open: 'net.IPv6zero' },
  { pattern: String.raw`net\.IPv4\(127, ?0, ?0, ?1\)`, open: 'net.IPv4zero' },
  { pattern: String.raw`\[127, ?0, ?0, ?1\]`, open: '[0, 0, 0, 0]' },
]
/** Methods whose name says that they listen on loopback only. */
const METHODS: readonly Constant[] = [{ pattern: String.raw`ListenLocalhost(?=\s*\()`, open: 'ListenAnyIP' }]

const SOURCE = [
  `(?<![\\w.])(?:${CONSTANTS.map(({ pattern }) => pattern).join('|')})(?!\\w)`,
  ...METHODS.map(({ pattern }) => `(?<=\\.)${pattern}`),
].join('|')

export function constantsIn(text: string): IterableIterator<RegExpExecArray> {
  return text.matchAll(new RegExp(SOURCE, 'g'))
}

/** End of the constant that starts there. */
export function constantEnd(text: string, offset: number): number | undefined {
  const at = new RegExp(SOURCE, 'y')
  at.lastIndex = offset
  return at.test(text) ? at.lastIndex : undefined
}

/** A library's own constant for a loopback address, and the address behind it. */
export function libraryAddress(text: string): Constant['address'] {
  return meant(text)?.address
}

/** What listens on all interfaces instead of this loopback. */
export function openForm(text: string): string | undefined {
  return meant(text)?.open
}

export function isListeningMethod(text: string): boolean {
  return METHODS.some(({ pattern }) => new RegExp(`^${pattern.replace(/\(\?=.*$/, '')}$`).test(text))
}

function meant(text: string): Constant | undefined {
  return [...CONSTANTS, ...METHODS].find(({ pattern }) => new RegExp(`^${pattern.replace(/\(\?=.*$/, '')}$`).test(text))
}
