// Messages: who publishes a subject, who listens to it. A flow is data, no start order; both ends need the broker.
import type { SurveyFlow } from '../../../model/endpoint.ts'
import { INFRA_KINDS, type InfraKind } from '../infra-kinds.ts'
import { type Claim, compare } from './claim.ts'
import type { EdgeFile, Line } from './tree.ts'

export interface MessageEnd {
  service: string
  subject: string
  /** The server it goes through, as far as the file tells. */
  kind?: InfraKind
  file: string
  line: number
}

const BROKERS = INFRA_KINDS.filter(({ id }) => /^(nats|kafka|rabbitmq|mqtt|pulsar|redis)$/.test(id))
const ANY_BROKER =
  /nats|jetstream|kafka|rabbit|amqp|pika|mqtt|pulsar|redis|valkey|\bbus\b|broker|messag|eventbus|sqs|sns/i

/** Calls that send. `send` and `produce` count only where a producer is in sight. */
const SENDS =
  /\b(publish|publishAsync|PublishAsync|Publish|basic_publish|basicPublish|BasicPublish|BasicPublishAsync|sendToQueue|convertAndSend|xadd|xAdd|XAdd|StreamAddAsync|ProduceAsync|produce|Produce|send|sendAsync|send_and_wait|ProducerRecord)\s*(?:<[^<>()]{0,80}>)?\(/g
const LISTENS =
  /\b(subscribe|Subscribe|SubscribeAsync|SubscribeSync|QueueSubscribe|ChanSubscribe|PullSubscribe|pull_subscribe|psubscribe|pSubscribe|PSubscribe|basic_consume|basicConsume|BasicConsume|BasicConsumeAsync|consume|queue_bind|queueBind|QueueBind|QueueBindAsync|bindQueue|KafkaConsumer|xread|xreadgroup|xReadGroup|XReadGroup|KafkaListener|RabbitListener|StreamListener|RabbitHandler|AIOKafkaConsumer|createConsumer)\s*(?:<[^<>()]{0,80}>)?\(/g
const ONLY_PRODUCERS = /^(send|sendAsync|produce|Produce|send_and_wait)$/
const TOPIC_FIELD = /\b(?:Topic|GroupTopics)\s*:\s*(?:\[\]string\{)?\s*"([^"]+)"/g

export function messageEnds(files: readonly EdgeFile[]): { published: MessageEnd[]; subscribed: MessageEnd[] } {
  const published: MessageEnd[] = []
  const subscribed: MessageEnd[] = []
  for (const { file, text, lines, owner } of files) {
    if (owner === undefined || !ANY_BROKER.test(text)) continue
    const constants = constantsOf(lines)
    const kind = brokerOf(text)
    const end = (subject: string, line: number): MessageEnd => ({
      service: owner,
      subject,
      file,
      line,
      ...(kind ? { kind } : {}),
    })
    lines.forEach(({ text: line, number }, index) => {
      const tail = lines
        .slice(index, index + 4)
        .map((one) => one.text)
        .join('\n')
      const found = (pattern: RegExp): string[] =>
        [...line.matchAll(pattern)].flatMap((match) => subjectsOf(match, tail, constants, kind))
      published.push(...found(SENDS).map((subject) => end(subject, number)))
      subscribed.push(...found(LISTENS).map((subject) => end(subject, number)))
      // kafka-go says the topic in the writer's or reader's settings.
      for (const [, topic] of line.matchAll(TOPIC_FIELD)) {
        const before = lines.slice(Math.max(0, index - 6), index + 1).map((one) => one.text)
        const list = before.some((one) => /Reader/.test(one)) ? subscribed : published
        if (before.some((one) => /Reader|Writer|Message\{/.test(one))) list.push(end(topic!, number))
      }
    })
  }
  return { published, subscribed }
}

function brokerOf(text: string): InfraKind | undefined {
  return BROKERS.find(({ words }) => words.test(text))
}

const ROUTED = /\b(?:routing_?key)\s*[:=]\s*(f?["'`][^"'`\n]+["'`]|[A-Za-z_][\w.]*)/i
const KEYED = /\b(?:topics?|subject|channel|queues?|stream)\s*[:=]\s*[[{(]*\s*(f?["'`][^"'`\n]+["'`]|[A-Za-z_][\w.]*)/i

/** Subjects among the first arguments: literals, templates (`{}` becomes `*`), constants of the file. */
function subjectsOf(
  match: RegExpExecArray,
  tail: string,
  constants: ReadonlyMap<string, string>,
  kind: InfraKind | undefined,
): string[] {
  const name = match[1]!
  const before = tail.slice(0, match.index)
  if (ONLY_PRODUCERS.test(name) && !/produc|kafka|template|publisher|bus/i.test(before.slice(-60))) return []
  const opened = match.index + match[0].length
  const text = argumentsText(tail.slice(opened))
  const named = (ROUTED.exec(text) ?? KEYED.exec(text))?.[1]
  const listed = [...text.matchAll(/f?"[^"\n]*"|f?'[^'\n]*'|`[^`\n]*`|\b[A-Za-z_][\w.]*\b/g)].map(([word]) => word)
  const values = (
    named === undefined ? listed.slice(0, kind?.id === 'rabbitmq' && !/bind/i.test(name) ? 2 : 3) : [named]
  ).map((word) => subjectValue(word, constants))
  const strings = values.filter((value): value is string => value !== undefined && value !== '')
  if (named === undefined && values[0] === undefined && kind?.id !== 'rabbitmq') return []
  const list = /^\s*[[{(]/.test(text) || /Listener$/.test(name)
  // An exchange comes first, its routing key is what is matched.
  return list ? strings : strings.slice(kind?.id === 'rabbitmq' ? -1 : 0).slice(0, 1)
}

/** Up to the closing bracket. */
function argumentsText(text: string): string {
  let depth = 1
  for (let at = 0; at < text.length && at < 400; at++) {
    if ('([{'.includes(text[at]!)) depth++
    else if (')]}'.includes(text[at]!) && --depth === 0) return text.slice(0, at)
  }
  return text.slice(0, 400)
}

function subjectValue(word: string, constants: ReadonlyMap<string, string>): string | undefined {
  const quoted = /^f?(["'`])([\s\S]*)\1$/.exec(word)
  const value = quoted ? quoted[2]! : constants.get(word.slice(word.lastIndexOf('.') + 1))
  return value === undefined ? undefined : isSubject(holes(value)) ? holes(value) : undefined
}

/** `orders.${id}`, `orders.{id}`, `orders.%s` → `orders.*`. */
function holes(text: string): string {
  return text.replaceAll(/\$?\{[^{}]*\}|%[sdv]/g, '*')
}

function isSubject(text: string): boolean {
  return /^[\w*][\w.:*>#/-]{1,120}$/.test(text) && !/^\*+$/.test(text)
}

function constantsOf(lines: readonly Line[]): Map<string, string> {
  const constants = new Map<string, string>()
  const twice = new Set<string>()
  for (const { text } of lines) {
    const match = /\b([A-Za-z_]\w*)\s*(?::\s*[\w<>]+\s*)?:?=\s*f?(["'`])([^"'`\n]{2,120})\2/.exec(text)
    if (!match) continue
    if (constants.has(match[1]!) && constants.get(match[1]!) !== match[3]) twice.add(match[1]!)
    constants.set(match[1]!, match[3]!)
  }
  for (const name of twice) constants.delete(name)
  return constants
}

/** Both sides may be patterns: `*` is one word, `>` and `#` the rest. */
export function meets(subject: string, pattern: string): boolean {
  if (subject === pattern) return true
  const [left, right] = [subject.split(/[./]/), pattern.split(/[./]/)]
  for (let at = 0; ; at++) {
    if (left[at] === '>' || left[at] === '#' || right[at] === '>' || right[at] === '#') return true
    if (left[at] === undefined || right[at] === undefined) return left[at] === right[at]
    if (!wordMeets(left[at]!, right[at]!)) return false
  }
}

function wordMeets(a: string, b: string): boolean {
  return a === b || globMeets(a, b) || globMeets(b, a)
}

function globMeets(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return false
  const source = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${source.join('.*')}$`).test(text)
}

export function flowsOf(
  { published, subscribed }: ReturnType<typeof messageEnds>,
  broker: (kind: InfraKind) => string | undefined,
): SurveyFlow[] {
  const flows = new Map<string, SurveyFlow>()
  for (const from of published) {
    for (const to of subscribed) {
      if (from.service === to.service || !meets(from.subject, to.subject)) continue
      if (from.kind && to.kind && from.kind !== to.kind) continue
      const key = `${from.service}\n${to.service}\n${from.subject}\n${to.subject}`
      if (flows.has(key)) continue
      const kind = from.kind ?? to.kind
      const server = kind && broker(kind)
      flows.set(key, {
        from: from.service,
        to: to.service,
        subject: from.subject,
        ...(to.subject === from.subject ? {} : { pattern: to.subject }),
        ...(server === undefined ? {} : { broker: server }),
        publish: { file: from.file, line: from.line },
        subscribe: { file: to.file, line: to.line },
        confidence: /[*>#]/.test(from.subject + to.subject) ? 0.8 : 0.9,
      })
    }
  }
  return [...flows.values()].sort(
    (a, b) => compare(a.from, b.from) || compare(a.to, b.to) || compare(a.subject, b.subject),
  )
}

/** Whoever sends or listens needs the broker. */
export function brokerClaims(
  { published, subscribed }: ReturnType<typeof messageEnds>,
  broker: (kind: InfraKind) => string | undefined,
): Claim[] {
  return [...published, ...subscribed].flatMap(({ service, subject, kind, file, line }): Claim[] => {
    const to = kind && broker(kind)
    return to === undefined ? [] : [{ from: service, to, via: subject, kind: 'bus', file, line, confidence: 0.75 }]
  })
}
