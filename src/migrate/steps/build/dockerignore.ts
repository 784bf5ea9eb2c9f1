// What must not reach an image: history, packages, outputs, logs, data, secrets, tests. What a build makes of sources is
// an output; what the start command runs out of the tree is none.
import type { BuildPlan } from '../../../model/build.ts'

const OUTPUTS: Partial<Record<BuildPlan['kind'], string[]>> = {
  node: ['dist', 'build', 'out', '.next', '.nuxt', '.output', '.turbo', '.cache', 'coverage'],
  python: ['dist', 'build', '**/*.egg-info', '.tox', 'coverage', 'htmlcov'],
  maven: ['**/target', 'coverage'],
  gradle: ['**/build', '**/.gradle', 'coverage'],
  javac: ['classes', 'out', 'target', '**/*.class'],
  dotnet: ['**/bin', '**/obj', '**/TestResults', '.vs'],
  go: ['dist', 'coverage'],
  cargo: ['target'],
  ruby: ['tmp', 'coverage', 'vendor/bundle'],
  php: ['vendor', 'coverage'],
}

const ALWAYS = [
  ...['**/.git', '**/.svn', '**/.hg', '.github', '.gitlab', '.vscode', '.idea'],
  ...['**/node_modules', '**/__pycache__', '**/*.pyc', '**/.venv', '**/venv', '**/.pytest_cache', '**/.mypy_cache'],
  ...['logs', '**/*.log', 'data', '**/*.db', '**/*.sqlite', '**/*.sqlite3'],
  ...[
    '**/.env',
    '**/.env.*',
    '!**/.env.example',
    '**/secrets',
    '**/*.pem',
    '**/*.key',
    '**/*.pfx',
    '**/*.p12',
    '**/*.jks',
  ],
  ...[
    '**/test',
    '**/tests',
    '**/__tests__',
    '**/*.test.*',
    '**/*.spec.*',
    '**/test_*.py',
    '**/*_test.go',
    '**/src/test',
  ],
  ...['**/*.bat', '**/*.cmd', '**/*.ps1', '**/*.md', '**/Dockerfile.*'],
  ...['compose.yml', '**/docker-compose*.y*ml', 'service.yaml'],
]

export function renderDockerignore(plan?: BuildPlan): string {
  const outputs = plan === undefined ? [] : (OUTPUTS[plan.kind] ?? [])
  const made =
    plan?.kind === 'node' ? [...(plan.build?.outputs ?? []), ...(plan.site === undefined ? [] : [plan.site])] : []
  const ran = plan === undefined ? [] : plan.command.map((word) => word.replace(/^\.\//, '').split('/')[0]!)
  // A folder that is run but not made here is part of the source, whatever it is called.
  const ignored = outputs.filter((name) => made.includes(name) || !ran.includes(name))
  return `${[...ALWAYS.slice(0, 14), ...ignored, ...ALWAYS.slice(14)].join('\n')}\n`
}
