// Started by `app/linking.ts`, one process for each link of a half-migrated platform.
import { forward } from './forwarder.ts'

const [listen, to] = process.argv.slice(2).map(Number)
await forward(listen!, to!)
