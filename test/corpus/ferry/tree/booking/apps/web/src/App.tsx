import { useEffect, useState } from 'react'
import { ask } from './api'

export function App() {
  const [ships, setShips] = useState<string[]>([])
  useEffect(() => {
    ask<{ ships: string[] }>('{ ships }').then((it) => setShips(it.ships))
  }, [])
  return (
    <main>
      <a href="http://localhost:3310/bookings.csv">CSV</a>
      {ships.map((it) => (
        <button key={it}>Book {it}</button>
      ))}
    </main>
  )
}
