const LOCAL = ['localhost', '127.0.0.1', ''].includes(location.hostname)
const CLIMATE = LOCAL ? 'http://localhost:8301' : '/api/climate'

async function tick() {
  const data = await (await fetch('/data')).json()
  document.querySelector('#now').textContent = JSON.stringify(data, null, 2)
}
setInterval(tick, 5000)
document.title = LOCAL ? `House 3 (${CLIMATE})` : 'House 3'
