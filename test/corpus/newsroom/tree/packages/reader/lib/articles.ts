const ORIGIN = process.env.ARTICLES_ORIGIN || 'http://localhost:4100'

/** Runs on the server only. */
export async function loadArticle(id: string) {
  const res = await fetch(ORIGIN + '/articles/' + encodeURIComponent(id), { next: { revalidate: 30 } })
  return res.ok ? res.json() : null
}
