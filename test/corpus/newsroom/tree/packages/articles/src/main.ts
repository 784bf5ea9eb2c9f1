import config from 'config'
import cors from 'cors'
import express from 'express'
import { router } from './routes'

const app = express()
app.set('trust proxy', ['loopback', '127.0.0.1'])
app.use(cors({ origin: config.get<string[]>('cors.origins'), credentials: true }))
app.use(express.json())
app.use(router)

const { host, port } = config.get<{ host: string; port: number }>('server')
app.listen(port, host, () => {
  console.log(`articles up, see http://localhost:${port}/docs`)
})
