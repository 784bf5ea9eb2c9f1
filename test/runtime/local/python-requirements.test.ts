import { describe, expect, it } from 'vitest'
import { planBuild } from '../../../src/migrate/steps/build/plan.ts'
import type { PythonBuild } from '../../../src/model/build.ts'
import { pythonRequirements, specifier } from '../../../src/runtime/local/python-requirements.ts'

function read(files: Record<string, string>, command = ['python', 'main.py']) {
  const facts = {
    language: 'python',
    command,
    paths: new Set(Object.keys(files)),
    text: (path: string) => files[path],
    name: 'depot',
  }
  const { requirements, constraints } = pythonRequirements(planBuild(facts) as PythonBuild, (path) => files[path])
  return [requirements.split('\n').filter(Boolean), constraints.split('\n').filter(Boolean)]
}

describe('what a Python project needs, in pip’s words', () => {
  it('requirements with the files they name, without the project itself', () => {
    const files = { 'requirements.txt': '-r base.txt\n-e .\nredis==8.0.0\n', 'base.txt': 'flask\nredis==8.0.0\n' }
    expect(read(files)).toEqual([['redis==8.0.0', 'flask'], []])
  })

  it('poetry: ranges of pyproject, versions of the lock', () => {
    const files = {
      'pyproject.toml':
        '[tool.poetry.dependencies]\npython = "^3.11"\nredis = "^8.1"\nhttpx = { version = "*", extras = ["http2"] }\n',
      'poetry.lock': '[[package]]\nname = "redis"\nversion = "8.2.1"\n',
    }
    expect(read(files)).toEqual([['redis>=8.1,<9', 'httpx[http2]'], ['redis==8.2.1']])
  })

  it('uv: the project itself is in its lock, and is not installed', () => {
    const files = {
      'pyproject.toml': '[project]\nname = "depot"\ndependencies = ["redis>=8"]\n',
      'uv.lock':
        '[[package]]\nname = "depot"\nversion = "1"\nsource = { virtual = "." }\n[[package]]\nname = "redis"\nversion = "8.2.1"\n',
    }
    expect(read(files)).toEqual([['redis>=8'], ['redis==8.2.1']])
  })

  it('pipenv: the lock says all', () => {
    const files = {
      Pipfile: '[packages]\nredis = "*"\n',
      'Pipfile.lock': '{"default":{"redis":{"version":"==8.0.0"}}}',
    }
    expect(read(files)).toEqual([['redis==8.0.0'], []])
  })

  it('a server that only the start command names', () => {
    expect(read({ 'requirements.txt': 'flask\n' }, ['gunicorn', 'app:app'])[0]).toEqual(['flask', 'gunicorn'])
  })

  it.each([
    ['^1.2.3', '>=1.2.3,<2'],
    ['^0.3', '>=0.3,<0.4'],
    ['~1.4', '>=1.4,<1.5'],
    ['~2', '>=2,<3'],
    ['1.0', '==1.0'],
    ['>=2,<3', '>=2,<3'],
    ['*', ''],
  ])('%s is %s', (poetry, pip) => {
    expect(specifier(poetry)).toBe(pip)
  })
})
