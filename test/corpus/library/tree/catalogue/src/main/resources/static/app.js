// reading-room kiosk page
const API = 'http://localhost:7301/api/v1'
async function titles(q) {
  const r = await fetch(`${API}/titles?q=${encodeURIComponent(q)}`)
  return r.json()
}
