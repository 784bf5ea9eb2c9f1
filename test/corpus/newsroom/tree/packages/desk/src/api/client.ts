const BASE: string = import.meta.env.VITE_API_BASE ?? 'http://localhost:4100'
const IS_DEV = location.hostname === 'localhost'

export async function article(id: string) {
  const res = await fetch(`${BASE}/articles/${id}`, { credentials: IS_DEV ? 'omit' : 'include' })
  if (!res.ok) throw new Error(`article ${id}: ${res.status}`)
  return res.json()
}

export const picture = (id: string) => `${import.meta.env.VITE_MEDIA}/img/${id}.webp`
