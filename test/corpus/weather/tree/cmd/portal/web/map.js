// the map page; during development Vite serves it on 5173
const api = location.hostname === 'localhost' ? 'http://localhost:6400/api' : '/api'
export const stations = () => fetch(`${api}/stations/`).then((r) => r.json())
