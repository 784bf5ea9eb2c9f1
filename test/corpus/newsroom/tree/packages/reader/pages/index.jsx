import { loadArticle } from '../lib/articles'

const MEDIA = process.env.NEXT_PUBLIC_MEDIA || 'http://localhost:4102'

export async function getServerSideProps() {
  return { props: { lead: await loadArticle('1') } }
}

export default function Home({ lead }) {
  return (
    <main>
      {/* preview: http://localhost:3200/?draft=1 */}
      <h1>{lead ? lead.title : 'Nothing today'}</h1>
      {lead && <img src={`${MEDIA}/img/${lead.id}.webp`} alt="" />}
      <p>Running this at home? Open <code>http://localhost:3200</code> in a browser.</p>
    </main>
  )
}
