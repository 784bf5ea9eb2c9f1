import { createRoot } from 'react-dom/client'
import { io } from 'socket.io-client'

// in the house the page and the gateway share one address
const desk = ['localhost', '127.0.0.1'].includes(window.location.hostname)
const socket = io(import.meta.env.VITE_SOCKET_URL ?? (desk ? 'http://localhost:6410' : '/'))

function App() {
  socket.on('dome', (line: string) => console.log(line))
  return <a href={desk ? 'http://localhost:6402/up' : '/api/tickets/up'}>Box office</a>
}

createRoot(document.getElementById('root')!).render(<App />)
