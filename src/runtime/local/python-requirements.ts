// What a Python project needs, in pip's words, whichever tool it was written for. Lock files become constraints, so that
// the versions are those of the lock although their tool is not installed here.
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser'
import type { PythonBuild } from '../../model/build.ts'

export interface Requirements {
  requirements: string
  /** Exact versions of the lock file. */
  constraints: string
}

type Text = (path: string) => string | undefined
type Table = Record<string, unknown>

export function pythonRequirements(plan: PythonBuild, text: Text): Requirements {
  const extra = plan.extra.join('\n')
  const found = REQUIREMENTS[plan.manager](plan, text)
  return { ...found, requirements: [found.requirements, extra].filter((it) => it.trim() !== '').join('\n') }
}

const REQUIREMENTS: Record<PythonBuild['manager'], (plan: PythonBuild, text: Text) => Requirements> = {
  none: () => ({ requirements: '', constraints: '' }),
  pip: ({ manifests }, text) => {
    const lines = manifests.flatMap((path) => (text(path) ?? '').split(/\r?\n/))
    // The files that are included stand in the list themselves; the project's own sources are found by path.
    const kept = lines.filter((line) => !/^\s*(-r|-c|--requirement|--constraint|(-e\s+)?\.{1,2}([/[]|\s*$))/.test(line))
    return { requirements: [...new Set(kept)].join('\n'), constraints: '' }
  },
  project: (_plan, text) => ({ requirements: projectList(tableOf(text('pyproject.toml'))), constraints: '' }),
  uv: (_plan, text) => ({
    requirements: projectList(tableOf(text('pyproject.toml'))),
    constraints: lockedPackages(tableOf(text('uv.lock'))),
  }),
  poetry: (_plan, text) => {
    const project = tableOf(text('pyproject.toml'))
    return {
      requirements: [projectList(project), poetryList(project)].filter(Boolean).join('\n'),
      constraints: lockedPackages(tableOf(text('poetry.lock'))),
    }
  },
  pipenv: (_plan, text) => {
    const locked = text('Pipfile.lock')
    if (locked !== undefined) {
      const { default: packages = {} } = JSON.parse(locked) as { default?: Record<string, { version?: string }> }
      return {
        requirements: Object.entries(packages)
          .map(([name, it]) => `${name}${it.version ?? ''}`)
          .join('\n'),
        constraints: '',
      }
    }
    return { requirements: named((tableOf(text('Pipfile')).packages ?? {}) as Table), constraints: '' }
  },
}

function tableOf(text: string | undefined): Table {
  return text === undefined ? {} : (getStaticTOMLValue(parseTOML(text)) as Table)
}

function projectList(document: Table): string {
  const { dependencies = [] } = (document.project ?? {}) as { dependencies?: string[] }
  return dependencies.join('\n')
}

function poetryList(document: Table): string {
  const { poetry = {} } = (document.tool ?? {}) as { poetry?: { dependencies?: Table } }
  const { python: _interpreter, ...packages } = poetry.dependencies ?? {}
  return named(packages)
}

/** `name = "^1.2"` and `name = {version = "…", extras = […]}`. */
function named(packages: Table): string {
  return Object.entries(packages)
    .flatMap(([name, it]) => {
      const { version, extras = [] } = (typeof it === 'string' ? { version: it } : it) as {
        version?: string
        extras?: string[]
      }
      if (version === undefined) return []
      return [`${name}${extras.length > 0 ? `[${extras.join(',')}]` : ''}${specifier(version)}`]
    })
    .join('\n')
}

/** Poetry's `^1.2.3` and `~1.2` in the words of PEP 440. */
export function specifier(version: string): string {
  if (version === '*') return ''
  const sign = /^([\^~])\s*(\d+(?:\.\d+)*)/.exec(version)
  if (!sign) return /^\d/.test(version) ? `==${version}` : version
  const parts = sign[2]!.split('.').map(Number)
  const caret = Math.max(
    0,
    parts.findIndex((part) => part !== 0),
  )
  const place = sign[1] === '^' ? caret : Math.min(1, parts.length - 1)
  const above = [...parts.slice(0, place), parts[place]! + 1].join('.')
  return `>=${sign[2]},<${above}`
}

function lockedPackages(document: Table): string {
  const packages = (document.package ?? []) as {
    name: string
    version?: string
    source?: { editable?: string; virtual?: string }
  }[]
  return packages
    .filter(
      ({ version, source }) => version !== undefined && source?.editable === undefined && source?.virtual === undefined,
    )
    .map(({ name, version }) => `${name}==${version}`)
    .join('\n')
}
