// What is written from our own tables and committed: compose files, JSON Schemas, docs/errors.md, docs/commands.md.
// bin/update.js writes them, test/tidy/generated.test.ts compares. docs/keys.md is a snapshot of test/tui/keymap.test.ts.
import { renderCompose } from '../catalog/compose.ts'
import { renderGateSchemas } from '../catalog/gate-schema.ts'
import { loadCatalog, loadSettings } from '../catalog/load.ts'
import { renderSchemas } from '../catalog/schema.ts'
import { ERROR_CODES } from '../model/errors.ts'
import { diskReader } from './reader.ts'

export interface CommandManifest {
  commands: Record<string, ManifestCommand>
}

interface ManifestCommand {
  id: string
  description?: string
  hidden?: boolean
  args?: Record<string, { name: string; required?: boolean; description?: string }>
  flags?: Record<
    string,
    {
      name: string
      char?: string
      description?: string
      helpGroup?: string
      options?: string[]
      helpValue?: string
      type: string
      hidden?: boolean
    }
  >
  examples?: string[]
}

export function renderGenerated(root: string, manifest: CommandManifest): { file: string; content: string }[] {
  const reader = diskReader(root)
  const paths = { root, stack: `${root}/stack`, state: `${root}/.trade2026`, tracker: `${root}/COMPLETION_TRACKER.md` }
  const catalog = loadCatalog({ settings: loadSettings(reader), paths, bundled: true, readOnly: false }, reader)
  return [
    ...renderCompose(catalog),
    ...renderSchemas(),
    ...renderGateSchemas(),
    { file: 'docs/errors.md', content: renderErrors() },
    { file: 'docs/commands.md', content: renderCommands(manifest) },
  ]
}

function renderErrors(): string {
  const rows = Object.entries(ERROR_CODES)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { exit, meaning }]) => `| \`${code}\` | ${exit} | ${meaning} |`)
  return [
    '# Errors',
    '',
    'Generated from `src/model/errors.ts` by `npm run update`.',
    '',
    '| code | exit | means |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

function renderCommands({ commands }: CommandManifest): string {
  const shown = Object.values(commands).filter(({ hidden }) => !hidden)
  return [
    '# Commands',
    '',
    'Generated from the commands by `npm run update`. Every command also takes `--json`, `--platform DIR` and `--runtime`.',
    '',
    ...shown.sort((a, b) => (a.id < b.id ? -1 : 1)).flatMap(renderCommand),
  ].join('\n')
}

function renderCommand({ id, description = '', args = {}, flags = {}, examples = [] }: ManifestCommand): string[] {
  const words = Object.values(args).map(({ name, required }) =>
    required ? name.toUpperCase() : `[${name.toUpperCase()}]`,
  )
  const own = Object.values(flags).filter(({ helpGroup, hidden }) => helpGroup !== 'GLOBAL' && !hidden)
  const rows = own.map((flag) => {
    const value = flag.type === 'boolean' ? '' : ` ${flag.helpValue ?? flag.options?.join('\\|') ?? 'VALUE'}`
    return `| \`${flag.char ? `-${flag.char}, ` : ''}--${flag.name}${value}\` | ${flag.description ?? ''} |`
  })
  return [
    `## trade2026 ${[id.replaceAll(':', ' '), ...words].join(' ')}`,
    '',
    description,
    '',
    ...(rows.length > 0 ? ['| flag | does |', '|---|---|', ...rows, ''] : []),
    ...(examples.length > 0
      ? ['```', ...examples.map((example) => example.replaceAll('<%= config.bin %>', 'trade2026')), '```', '']
      : []),
  ]
}
