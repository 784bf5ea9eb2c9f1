// Holds `ps --json` after quickstart against what the README promises: infrastructure and five services healthy.
import { readFileSync } from 'node:fs'

const { services } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const expected = ['nats', 'valkey', 'questdb', 'gateway', 'normalizer', 'sink-ticks', 'risk', 'oms', 'pnl']
const found = (id) => services.find((service) => service.id === id)
const bad = expected.filter((id) => found(id)?.health !== 'healthy')
for (const id of bad) console.log(`${id}: ${JSON.stringify(found(id) ?? 'absent')}`)
console.log(`ps: ${expected.length - bad.length} of ${expected.length} healthy`)
process.exit(bad.length === 0 ? 0 : 1)
