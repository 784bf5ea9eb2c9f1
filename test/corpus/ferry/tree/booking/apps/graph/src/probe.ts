// run by cron: restarts us when the explorer hangs
const port = process.env.GRAPH_PORT ?? '4010'
const res = await fetch(`http://localhost:${port}/.well-known/apollo/server-health`)
process.exit(res.ok ? 0 : 1)
