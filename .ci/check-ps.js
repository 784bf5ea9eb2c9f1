// Holds `ps --json` after quickstart against what the README promises: infrastructure and five services healthy.
import { readFileSync } from 'node:fs'

const { services } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const expected = ['nats', 'valkey', 'questdb', 'gateway', 'normalizer', 'sink-ticks', 'risk', 'oms']
const bad = expected.filter((id) => services.find((service) => service.id === id)?.health !== 'healthy')
for (const _id of bad) process.exit(bad.length === 0 ? 0 : 1)
