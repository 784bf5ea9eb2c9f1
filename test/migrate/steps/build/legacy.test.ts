import { describe, expect, it } from 'vitest'
import { lintDockerfile } from '../../../../src/migrate/steps/build/lint.ts'
import { build, built } from './systems.ts'

const LEGACY = `FROM python:3.10
MAINTAINER harbour office
ARG API_KEY=abc
ENV TZ=Europe/Oslo TARIFF_URL=http://localhost:6105
ENV DB_PASSWORD crane
RUN apt-get update && apt-get install -y gcc \\
    tesseract-ocr=5.3 \\
    libpq5
RUN pip install -r requirements.txt
RUN python -m compileall /app && echo built
RUN useradd depot
WORKDIR /srv
COPY . /srv
VOLUME ["/var/lib/depot"]
EXPOSE 6107
USER depot
HEALTHCHECK CMD curl -f http://localhost:6107/up
CMD python main.py
`
const system = {
  language: 'python',
  command: ['python', 'main.py'],
  files: { 'main.py': '', 'requirements.txt': 'redis\n', Dockerfile: LEGACY },
}

describe('a legacy Dockerfile of a known stack', () => {
  const outcome = built(system)
  const why = (line: number) => outcome.changes.find((change) => change.line === line)

  it('becomes the recipe, with every rule kept', () => {
    expect(lintDockerfile(outcome.dockerfile)).toEqual([])
    expect(outcome.dockerfile).toContain('FROM python:3.10-slim')
  })

  it('gives it what the recipe cannot know: packages that stay, environment, volumes, steps', () => {
    expect(outcome.dockerfile).toContain('install -y --no-install-recommends libpq5 tesseract-ocr=5.3 ')
    expect(outcome.dockerfile).toMatch(/ENV .*TZ=Europe\/Oslo/)
    expect(outcome.dockerfile).toContain('VOLUME ["/var/lib/depot"]')
    expect(outcome.dockerfile).toContain('RUN python -m compileall /app\n')
    expect(outcome.dockerfile).not.toMatch(/gcc|useradd|6105|6107|curl/)
  })

  it('decides on every instruction, each with its reason', () => {
    expect(outcome.changes).toHaveLength(16)
    expect(outcome.changes.every((change) => change.why.length > 5)).toBe(true)
    expect(why(6)).toMatchObject({ what: 'carried', why: expect.stringContaining('tesseract-ocr') })
    expect(why(16)).toMatchObject({ what: 'replaced', why: expect.stringContaining('numeric') })
  })

  it('carries no secret on, neither into the image nor into the evidence', () => {
    expect(`${outcome.dockerfile}${JSON.stringify(outcome.changes)}`).not.toMatch(/crane|abc/)
    expect(why(3)).toMatchObject({ what: 'left out', was: 'ARG API_KEY=***' })
  })

  it('keeps its own stop signal', () => {
    const files = { ...system.files, Dockerfile: 'FROM python:3.10\nSTOPSIGNAL SIGINT\nCMD ["python", "main.py"]\n' }
    expect(built({ ...system, files }).dockerfile).toContain('STOPSIGNAL SIGINT')
  })
})

describe('a legacy Dockerfile of a stack without a recipe', () => {
  const files = {
    Dockerfile:
      'FROM erlang:26\r\n# the harbour\r\nWORKDIR /srv\r\nCOPY . .\r\nUSER root\r\nCMD escript depot.erl -v\r\n',
  }
  const outcome = built({ language: 'erlang', command: ['escript', 'depot.erl'], files })

  it('is mended by whole instructions, every other byte as it was', () => {
    const lines = outcome.dockerfile.split('\r\n')
    expect(lines.slice(0, 6)).toEqual([
      'FROM erlang:26',
      '# the harbour',
      'WORKDIR /srv',
      'COPY . .',
      'USER 1000:1000',
      'CMD ["escript","depot.erl","-v"]',
    ])
    expect(lintDockerfile(outcome.dockerfile).map(({ rule }) => rule)).toEqual([])
  })

  it('says each change and why, and that there is no plan for this host', () => {
    expect(outcome.changes.map(({ what, line }) => `${what} ${line}`)).toEqual([
      'replaced 5',
      'replaced 6',
      'added 0',
      'added 0',
      'added 0',
      'added 0',
    ])
    expect(outcome.plan).toBeUndefined()
  })

  it('a command that needs a shell keeps it', () => {
    const text = 'FROM erlang:26\nCMD escript depot.erl | tee log\n'
    expect(built({ language: 'erlang', command: [], files: { Dockerfile: text } }).dockerfile).toContain(
      'CMD escript depot.erl | tee log',
    )
  })

  it('and without one there is nothing to mend', () => {
    expect(build({ language: 'erlang', command: [], files: {} })).toEqual({ reason: expect.stringContaining('erlang') })
  })
})
