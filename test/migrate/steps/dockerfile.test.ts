import { describe, expect, it } from 'vitest'
import { healthTest, renderDockerfile, renderDockerignore } from '../../../src/migrate/steps/dockerfile.ts'
import { bundledCatalog } from '../../support/catalog.ts'

const definition = bundledCatalog().services.get('pnl')!
const render = (language: string, paths: string[], digest = 'd1', command = ['python', 'main.py']): string =>
  renderDockerfile(language, { definition, command, paths: new Set(paths), digest })!

const LANGUAGES: [string, string, string[]][] = [
  ['python', 'with requirements', ['requirements.txt', 'main.py']],
  ['python', 'without', ['main.py']],
  ['javascript', 'with lock', ['package.json', 'package-lock.json', 'server.js']],
  ['javascript', 'without lock', ['package.json', 'server.js']],
  ['javascript', 'without manifest', ['server.js']],
  ['typescript', 'bundled', ['package.json', 'package-lock.json', 'src/main.ts']],
]

describe.each(LANGUAGES)('the Dockerfile of %s %s', (language, _name, paths) => {
  const lines = render(language, paths).split('\n')
  const at = (pattern: RegExp): number => lines.findIndex((line) => pattern.test(line))

  it('installs dependencies before sources are copied, in a stage of its own', () => {
    const install = at(/^RUN --mount=type=cache/)
    if (install === -1) return expect(lines.filter((line) => line.startsWith('FROM'))).toHaveLength(1)
    expect(lines.filter((line) => line.startsWith('FROM'))).toHaveLength(2)
    expect(lines[install]).toMatch(/id=\w+,sharing=locked/)
    expect(install).toBeLessThan(at(/^COPY \. \./))
    // The last stage runs neither compiler nor package client.
    expect(lines.slice(lines.findLastIndex((line) => line.startsWith('FROM'))).join('\n')).not.toMatch(/npm |pip /)
  })

  it('runs as a numeric user, in exec form, with a health check in the image own runtime', () => {
    expect(lines).toContain('USER 1000:1000')
    expect(at(/^CMD \["/)).toBeGreaterThan(at(/^USER/))
    const health = lines[at(/^HEALTHCHECK/)]!
    expect(health).not.toMatch(/curl|wget/)
    expect(health).toContain('http://127.0.0.1:8100/health')
    expect(JSON.parse(health.slice(health.indexOf('CMD [') + 4))).toEqual(healthTest(language, definition))
  })

  it('holds no secret, pulls no frontend and labels the source', () => {
    expect(lines.join('\n')).not.toMatch(/^# syntax=|^ARG |SECRET|PASSWORD/m)
    expect(lines.join('\n')).toContain('io.trade2026.source="d1"')
  })

  it('is the same for the same input, and another for another digest', () => {
    expect(render(language, paths)).toBe(render(language, paths))
    expect(render(language, paths, 'd2')).not.toBe(render(language, paths))
  })
})

describe('a Dockerfile', () => {
  it('uses the lock file where there is one', () => {
    expect(render('javascript', ['package.json', 'package-lock.json'])).toContain('npm ci --omit=dev')
    expect(render('javascript', ['package.json'])).toContain('npm install --omit=dev')
  })

  it('does not exist for a language without a recipe', () => {
    expect(renderDockerfile('cobol', { definition, command: [], paths: new Set(), digest: '' })).toBeUndefined()
  })

  it('is kept from history, packages, outputs, data, secrets and tests by .dockerignore', () => {
    for (const pattern of ['.git', '**/node_modules', '**/*.log', 'data', '.env', 'secrets', '**/*.pem', 'tests'])
      expect(renderDockerignore().split('\n')).toContain(pattern)
  })
})
