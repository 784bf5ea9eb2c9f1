import { describe, expect, it } from 'vitest'
import { lintDockerfile, RULE_NAMES, type Rule } from '../../../../src/migrate/steps/build/lint.ts'
import { built, SYSTEMS } from './systems.ts'

const good = built(SYSTEMS.find(({ name }) => name === 'python pip')!).dockerfile
const broken = (text: string): Rule[] => [...new Set(lintDockerfile(text).map(({ rule }) => rule))]

/** One spoiled Dockerfile per rule: the twin that must fail. */
const TWINS: Record<Rule, [string | RegExp, string]> = {
  'no frontend line': [/^/, '# syntax=docker/dockerfile:1\n'],
  'bases are pinned': ['FROM python:3.12-slim\n', 'FROM python\n'],
  'no package client in the last stage': ['COPY . .\n', 'COPY . .\nRUN pip install --no-cache-dir redis\n'],
  'no compiler in the last stage': ['COPY . .\n', 'COPY . .\nRUN make gcc\n'],
  'dependencies before sources': [
    /WORKDIR \/build\nCOPY requirements.txt .*\nRUN (\S+) pip .*/,
    'WORKDIR /build\nCOPY . .\nRUN $1 npm ci',
  ],
  'cache mounts are named and locked': ['sharing=locked,', ''],
  'downloads are cached': [/RUN --mount=\S+ pip/, 'RUN pip'],
  'no package lists left': ['COPY . .\n', 'RUN apt-get update && apt-get install -y jq\nCOPY . .\n'],
  'numeric user, not root': ['USER 1000:1000', 'USER depot'],
  'nothing changes after USER': ['STOPSIGNAL', 'RUN true\nSTOPSIGNAL'],
  'exec form': [/CMD \["python","main.py"\]/, 'CMD python main.py'],
  'a health check in exec form without curl': [/ CMD \["python","-c".*\]/, ' CMD curl -f http://127.0.0.1:8100/health'],
  'the health check asks an exposed port': ['127.0.0.1:8100', '127.0.0.1:8109'],
  'no secret in ARG or ENV': ['WORKDIR /app\n', 'ENV DB_PASSWORD=crane\nWORKDIR /app\n'],
  'a label with the digest of the source': [/ io\.trade2026\.source="\w+"/, ''],
  'a stop signal': ['STOPSIGNAL SIGTERM\n', ''],
  'no download by ADD': ['COPY . .\n', 'ADD https://harbour.example/x.tar /x\nCOPY . .\n'],
  'no loopback but in the health check': ['WORKDIR /app\n', 'ENV TARIFF=localhost\nWORKDIR /app\n'],
}

describe('the lint of Dockerfiles', () => {
  it('has nothing against a good one', () => {
    expect(lintDockerfile(good)).toEqual([])
  })

  it.each(RULE_NAMES)('sees when it is broken: %s', (rule) => {
    const [part, bad] = TWINS[rule]
    const text = good.replace(part, bad)
    expect(text).not.toBe(good)
    expect(broken(text)).toContain(rule)
  })

  it('names the line', () => {
    const [first] = lintDockerfile(good.replace('USER 1000:1000', 'USER depot'))
    expect(good.split('\n')[first!.line - 1]).toBe('USER 1000:1000')
  })

  it('allows the wget of an Alpine image, and no other', () => {
    const nginx = built(SYSTEMS.find(({ name }) => name === 'nginx')!).dockerfile
    expect(broken(nginx)).toEqual([])
    expect(broken(nginx.replace('1.28-alpine', '1.28'))).toEqual(['a health check in exec form without curl'])
  })

  it('says that a text without FROM is none', () => {
    expect(lintDockerfile('hello')).toHaveLength(1)
  })
})
