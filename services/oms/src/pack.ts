// JSON with exact integers: a bigint becomes the text `n:<digits>`, and a text that looks like one is marked as a text.

const MARKED = /^[ns]:/

export function pack(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'bigint') return `n:${item}`
    return typeof item === 'string' && MARKED.test(item) ? `s:${item}` : item
  })
}

export function unpack<T>(text: string): T {
  return JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== 'string' || !MARKED.test(item)) return item
    return item.startsWith('n:') ? BigInt(item.slice(2)) : item.slice(2)
  })
}
