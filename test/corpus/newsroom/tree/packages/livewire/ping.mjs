// liveness, called by the supervisor script every ten seconds
const res = await fetch('http://localhost:4104/up').catch(() => undefined)
process.exitCode = res?.status === 204 ? 0 : 1
