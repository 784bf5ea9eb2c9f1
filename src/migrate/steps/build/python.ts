// Python: dependencies go into a prefix of their own in the first stage and are copied whole; pip, Poetry, Pipenv, uv
// and plain pyproject files, each with its own lock file.
import { folderOf } from '../../../kit/path.ts'
import type { PythonBuild } from '../../../model/build.ts'
import { BASES, compareVersions } from './bases.ts'
import {
  aptInstall,
  type BuildFacts,
  cacheMount,
  copyInPlace,
  homeOf,
  matching,
  placed,
  seenFrom,
  unlessTop,
} from './facts.ts'
import { type Image, image, type Stage } from './image.ts'
import { NATIVE_PYTHON } from './native.ts'
import { pythonProbe } from './probes.ts'

const DEFAULT = '3.12'
const TOOLS = { poetry: 'poetry==2.5.1', uv: 'uv==0.13.9', pipenv: 'pipenv==2026.10.3' }

export function planPython(whole: BuildFacts): PythonBuild {
  const { folder, modulePath = [] } = whole
  const home = homeOf(whole, (one) => managerOf(seenFrom(whole, one)) !== 'none') ?? folder ?? ''
  const facts = seenFrom(whole, home)
  const manager = managerOf(facts)
  const manifests = manifestsOf(facts, manager)
  const text = manifests.map((path) => facts.text(path) ?? '').join('\n')
  const native = NATIVE_PYTHON.filter(({ name }) => name.test(text))
  const program = facts.command[0] ?? 'python'
  return {
    kind: 'python',
    version: versionOf(facts),
    manager,
    ...unlessTop('home', home),
    ...unlessTop('folder', folder),
    ...(modulePath.length === 0 ? {} : { modulePath: [...modulePath] }),
    manifests,
    needsSources:
      manager === 'pip'
        ? /^\s*(-e\s+)?\.{1,2}(\/|\[|\s|$)/m.test(text)
        : manager === 'project' && !hasDependencies(text),
    system: {
      build: native.flatMap(({ build }) => build),
      run: native.flatMap(({ run }) => run),
    },
    extra: SERVERS.has(program) && !new RegExp(`\\b${program}\\b`, 'i').test(text) ? [program] : [],
    command: interpreted(facts),
  }
}

const SERVERS = new Set(['gunicorn', 'uvicorn', 'hypercorn', 'waitress-serve', 'daphne'])

/** Launchers of the host say `python3.9 C:\…\main.py`, `py main.py` or the path of a virtual environment. */
function interpreted({ command }: BuildFacts): string[] {
  const [program = 'python', ...rest] = command
  const name = program
    .replaceAll('\\', '/')
    .replace(/^.*\//, '')
    .replace(/\.exe$/i, '')
  return [/^(py|python[\d.]*w?)$/i.test(name) ? 'python' : name, ...rest]
}

function managerOf({ paths, text }: BuildFacts): PythonBuild['manager'] {
  if (paths.has('uv.lock')) return 'uv'
  if (paths.has('poetry.lock')) return 'poetry'
  if (paths.has('Pipfile.lock')) return 'pipenv'
  if (paths.has('requirements.txt')) return 'pip'
  const project = text('pyproject.toml') ?? ''
  if (/^\[tool\.poetry/m.test(project) && !/^\[project\]/m.test(project)) return 'poetry'
  if (paths.has('Pipfile')) return 'pipenv'
  if (project !== '' || paths.has('setup.py')) return 'project'
  return [...paths].some((path) => REQUIREMENTS.test(path)) ? 'pip' : 'none'
}

const REQUIREMENTS = /^(requirements\/(prod|production|base|main)\.txt|requirements[-_.](prod|production|base)\.txt)$/

function manifestsOf(facts: BuildFacts, manager: PythonBuild['manager']): string[] {
  const present = (...names: string[]): string[] => names.filter((name) => facts.paths.has(name))
  switch (manager) {
    case 'uv':
      return present('pyproject.toml', 'uv.lock')
    case 'poetry':
      return present('pyproject.toml', 'poetry.lock')
    case 'pipenv':
      return present('Pipfile', 'Pipfile.lock')
    case 'project':
      return present('pyproject.toml', 'setup.py', 'setup.cfg')
    case 'pip': {
      const main = facts.paths.has('requirements.txt') ? 'requirements.txt' : matching(facts, REQUIREMENTS)[0]!
      return [...included(facts, main)]
    }
    case 'none':
      return []
  }
}

/** `-r base.txt` and `-c constraints.txt` are read with the file that names them. */
function included(facts: BuildFacts, file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || facts.text(file) === undefined) return seen
  seen.add(file)
  const folder = folderOf(file)
  for (const [, name = ''] of (facts.text(file) ?? '').matchAll(
    /^\s*(?:-r|-c|--requirement|--constraint)[\s=]+(\S+)/gm,
  ))
    included(facts, inFolder(folder, name), seen)
  return seen
}

/** Above the folder of the manifests it stays a path with `..`. */
function inFolder(folder: string, name: string): string {
  const up = folder === '' ? name : `${folder}/${name}`
  return /^(\.\/)*\.\.\//.test(up) ? up.replace(/^(\.\/)*/, '') : placed('', up)
}

function hasDependencies(project: string): boolean {
  return /^\[project\]/m.test(project) && /^dependencies\s*=/m.test(project)
}

/** What the tree states, within what is still maintained; a library that needs an old Python keeps it. */
function versionOf({ text }: BuildFacts): string {
  const exact =
    /^(3\.\d+)/.exec(text('.python-version')?.trim() ?? '')?.[1] ??
    /python-(3\.\d+)/.exec(text('runtime.txt') ?? '')?.[1] ??
    /python_version\s*=\s*"(3\.\d+)"/.exec(text('Pipfile') ?? '')?.[1] ??
    /^FROM\s+(?:\S+\/)?python:(3\.\d+)/im.exec(text('Dockerfile') ?? '')?.[1]
  if (exact !== undefined) return exact
  const range = /(?:requires-python|^python)\s*=\s*"([^"]+)"/m.exec(text('pyproject.toml') ?? '')?.[1] ?? ''
  const least = />=\s*(3\.\d+)|\^(3\.\d+)|~=?\s*(3\.\d+)/.exec(range)
  const [low, below] = [least?.[1] ?? least?.[2] ?? least?.[3], /<\s*(3\.\d+)/.exec(range)?.[1]]
  const fits = (version: string): boolean =>
    (low === undefined || compareVersions(version, low) >= 0) &&
    (below === undefined || compareVersions(version, below) < 0)
  return fits(DEFAULT) ? DEFAULT : (low ?? DEFAULT)
}

export function pythonImage(plan: PythonBuild, facts: BuildFacts): Image {
  const base = BASES.python(plan.version)
  const path = plan.modulePath?.map((folder) => (folder === '' ? '/app' : `/app/${folder}`)).join(':')
  const environment = {
    PYTHONUNBUFFERED: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    ...(path === undefined ? {} : { PYTHONPATH: path }),
  }
  const common = { base, command: plan.command, probe: pythonProbe, packages: plan.system.run }
  if (plan.manager === 'none' && plan.extra.length === 0) return image({ ...common, environment })
  const isVenv = plan.manager === 'poetry' || plan.manager === 'uv'
  return image({
    ...common,
    environment: isVenv
      ? { ...environment, VIRTUAL_ENV: '/venv', PATH: '/venv/bin:/usr/local/bin:/usr/bin:/bin' }
      : environment,
    stages: [dependencies(plan, base, facts)],
    dependencies: [isVenv ? 'COPY --from=dependencies /venv /venv' : 'COPY --from=dependencies /install /usr/local'],
  })
}

function dependencies(plan: PythonBuild, base: string, { name }: BuildFacts): Stage {
  const pip = (what: string): string =>
    `RUN ${cacheMount('pip', '/root/.cache/pip')} pip install --prefix=/install ${what}`
  const { home = '' } = plan
  const manifests = copyInPlace(plan.manifests.map((path) => placed(home, path)))
  const sources = [
    ...(plan.needsSources ? ['COPY . .'] : manifests),
    ...(home === '' ? [] : [`WORKDIR /build/${home}`]),
  ]
  const extra = plan.extra.length === 0 ? [] : [pip(plan.extra.join(' '))]
  return {
    name: 'dependencies',
    base,
    lines: [
      'WORKDIR /build',
      ...aptInstall(plan.system.build),
      ...(plan.manager === 'none' ? [] : sources),
      ...installLines(plan, pip, name),
      ...extra,
    ],
  }
}

function installLines(plan: PythonBuild, pip: (what: string) => string, name: string): string[] {
  const cache = cacheMount('pip', '/root/.cache/pip')
  const isLocked = plan.manifests.some((path) => path.endsWith('.lock'))
  switch (plan.manager) {
    case 'none':
      return []
    case 'pip':
      return [pip(`-r ${plan.manifests[0]}`)]
    case 'project':
      if (plan.needsSources) return [pip('.')]
      // Only what the project depends on: its own code is copied, not installed.
      return [
        `RUN python -c "import tomllib; print('\\n'.join(tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies']))" > ${name}.txt`,
        pip(`-r ${name}.txt`),
      ]
    case 'pipenv':
      return [
        `RUN ${cache} pip install ${TOOLS.pipenv}`,
        `RUN ${cacheMount('pipenv', '/root/.cache/pipenv')} ${isLocked ? '' : 'pipenv lock && '}pipenv requirements > requirements.txt`,
        pip('-r requirements.txt'),
      ]
    case 'poetry':
      return [
        `RUN ${cache} pip install ${TOOLS.poetry} && python -m venv --without-pip /venv`,
        `RUN ${cacheMount('poetry', '/root/.cache/pypoetry')} VIRTUAL_ENV=/venv poetry install --only main --no-root --no-interaction`,
      ]
    case 'uv':
      return [
        `RUN ${cache} pip install ${TOOLS.uv}`,
        `RUN ${cacheMount('uv', '/root/.cache/uv')} UV_PROJECT_ENVIRONMENT=/venv UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never uv sync --frozen --no-dev --no-install-project`,
      ]
  }
}
