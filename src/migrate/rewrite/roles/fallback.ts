// Reached only when the real value is absent: kept and reported.
import type { Rule } from './rule.ts'

export const fallback: Rule = {
  id: 'fallback',
  role: 'fallback',
  fits: (subject) =>
    subject.contexts[0]!.fallback === true && subject.contexts[0]!.env === undefined
      ? 'used only when the real value is absent'
      : undefined,
  examples: [
    { file: 'a.py', source: 'peer = u.hostname or "127.0.0.1"', expect: [['127.0.0.1', 'fallback', 'keep']] },
    {
      file: 'a.py',
      source: 'url = cfg.get("tariff") or "http://localhost:6105"',
      expect: [['localhost:6105', 'fallback', 'keep']],
    },
    { file: 'a.js', source: 'const h = u.hostname || "localhost"', expect: [['localhost', 'fallback', 'keep']] },
    {
      file: 'a.ts',
      source: 'const h = config.tariff ?? "http://localhost:6105"',
      expect: [['localhost:6105', 'fallback', 'keep']],
    },
    {
      file: 'a.ts',
      source: 'const u = process.env.TARIFF_URL ?? "http://localhost:6105"',
      expect: [['localhost:6105', 'peer', 'env']],
      environment: { TARIFF_URL: 'http://${tariff.host}:${tariff.port.http}' },
    },
    {
      file: 'a.py',
      source: 'u = os.environ.get("TARIFF_URL") or "http://localhost:6105"',
      expect: [['localhost:6105', 'peer', 'env']],
      environment: { TARIFF_URL: 'http://${tariff.host}:${tariff.port.http}' },
    },
  ],
}
