// Ruby, PHP and shell workers.
import type { PhpBuild, RubyBuild, ShellBuild } from '../../../model/build.ts'
import { BASES } from './bases.ts'
import { aptInstall, type BuildFacts, cacheMount, copyInPlace, jsonOf, matching } from './facts.ts'
import { type Image, image } from './image.ts'
import { NATIVE_RUBY, SHELL_TOOLS } from './native.ts'
import { bashProbe, phpProbe, rubyProbe } from './probes.ts'

export function planRuby(facts: BuildFacts): RubyBuild {
  const gems = `${facts.text('Gemfile') ?? ''}\n${facts.text('Gemfile.lock') ?? ''}`
  const native = NATIVE_RUBY.filter(({ name }) => name.test(gems))
  const stated =
    /^(?:ruby-)?(\d+\.\d+)/.exec(facts.text('.ruby-version')?.trim() ?? '')?.[1] ??
    /^\s*ruby\s+["'][~>= ]*(\d+\.\d+)/m.exec(gems)?.[1]
  return {
    kind: 'ruby',
    version: stated ?? '3.3',
    manifests: ['Gemfile', 'Gemfile.lock', '.ruby-version'].filter((file) => facts.paths.has(file)),
    isLocked: facts.paths.has('Gemfile.lock'),
    system: {
      build: ['build-essential', 'libyaml-dev', ...native.flatMap(({ build }) => build)],
      run: native.flatMap(({ run }) => run),
    },
    command: rubyCommand(facts),
  }
}

/** Programs that a gem brings are found through the bundle. */
function rubyCommand({ command, paths }: BuildFacts): string[] {
  const [program = 'ruby'] = command
  return /^(puma|rackup|rails|sidekiq|unicorn|thin)$/.test(program) && paths.has('Gemfile')
    ? ['bundle', 'exec', ...command]
    : [...command]
}

export function rubyImage(plan: RubyBuild): Image {
  const base = BASES.ruby(plan.version)
  const common = { base, command: plan.command, probe: rubyProbe }
  if (!plan.manifests.includes('Gemfile')) return image(common)
  const environment = {
    BUNDLE_WITHOUT: 'development:test',
    BUNDLE_DEPLOYMENT: plan.isLocked ? '1' : '0',
    BUNDLE_PATH: '/bundle',
  }
  const cache = cacheMount('bundler', '/root/.bundle/cache')
  const setting = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
  return image({
    ...common,
    environment: { RACK_ENV: 'production', RAILS_ENV: 'production', ...environment },
    packages: plan.system.run,
    stages: [
      {
        name: 'dependencies',
        base,
        lines: [
          `ENV ${setting.join(' ')}`,
          'WORKDIR /app',
          ...aptInstall(plan.system.build),
          ...copyInPlace(plan.manifests),
          `RUN ${cache} bundle install && rm -rf /bundle/ruby/*/cache`,
        ],
      },
    ],
    dependencies: ['COPY --from=dependencies /bundle /bundle'],
  })
}

const PHP_SYSTEM: Record<string, { build: string[]; run: string[] }> = {
  pgsql: { build: ['libpq-dev'], run: ['libpq5'] },
  pdo_pgsql: { build: ['libpq-dev'], run: ['libpq5'] },
  intl: { build: ['libicu-dev'], run: ['libicu72'] },
  zip: { build: ['libzip-dev'], run: ['libzip4'] },
}
/** Part of the image already. */
const PHP_BUILT_IN = new Set(
  'ctype curl date dom fileinfo filter ftp hash iconv json libxml mbstring openssl pcre pdo pdo_sqlite phar posix readline reflection session simplexml sodium spl sqlite3 standard tokenizer xml xmlreader xmlwriter zlib'.split(
    ' ',
  ),
)

export function planPhp(facts: BuildFacts): PhpBuild {
  const { require = {} } = (jsonOf(facts, 'composer.json') ?? {}) as { require?: Record<string, string> }
  const sources = matching(facts, /\.php$/).map((path) => facts.text(path) ?? '')
  const asked = Object.keys(require).flatMap((name) => /^ext-(\w+)$/.exec(name)?.[1] ?? [])
  const drivers = ['pgsql', 'mysql']
    .filter((name) => sources.some((text) => new RegExp(`["']${name}:`).test(text)))
    .map((name) => `pdo_${name}`)
  const extensions = [...new Set([...asked, ...drivers])].filter((name) => !PHP_BUILT_IN.has(name)).sort()
  return {
    kind: 'php',
    version: /(\d+\.\d+)/.exec(require.php ?? '')?.[1] ?? '8.3',
    manifests: ['composer.json', 'composer.lock'].filter((file) => facts.paths.has(file)),
    extensions,
    system: {
      build: extensions.flatMap((name) => PHP_SYSTEM[name]?.build ?? []),
      run: extensions.flatMap((name) => PHP_SYSTEM[name]?.run ?? []),
    },
    command: facts.command[0] === 'artisan' ? ['php', ...facts.command] : [...facts.command],
  }
}

export function phpImage(plan: PhpBuild): Image {
  const base = BASES.php(plan.version)
  const stages: Image['stages'] = []
  const dependencies: string[] = []
  if (plan.extensions.length > 0) {
    const build = aptInstall(plan.system.build)
    stages.push({
      name: 'extensions',
      base,
      lines: [...build, `RUN docker-php-ext-install ${plan.extensions.join(' ')}`],
    })
    dependencies.push(
      'COPY --from=extensions /usr/local/lib/php/extensions /usr/local/lib/php/extensions',
      'COPY --from=extensions /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d',
    )
  }
  const hasPackages = plan.manifests.includes('composer.json')
  if (hasPackages)
    stages.push({
      name: 'dependencies',
      base: BASES.composer(),
      lines: [
        'WORKDIR /app',
        ...copyInPlace(plan.manifests),
        `RUN ${cacheMount('composer', '/tmp/cache')} composer install --no-dev --no-scripts --no-autoloader --no-interaction --ignore-platform-reqs`,
        'COPY . .',
        'RUN composer dump-autoload --no-dev --optimize --no-scripts --ignore-platform-reqs',
      ],
    })
  return image({
    base,
    command: plan.command,
    probe: phpProbe,
    packages: plan.system.run,
    stages,
    dependencies,
    contents: ['COPY . .', ...(hasPackages ? ['COPY --from=dependencies /app/vendor ./vendor'] : [])],
    // The built-in server ends on SIGINT, and on SIGTERM only by being killed.
    stopSignal: plan.command.includes('-S') ? 'SIGINT' : 'SIGTERM',
  })
}

export function planShell(facts: BuildFacts): ShellBuild {
  const text = matching(facts, /\.(sh|bash)$/)
    .map((path) => facts.text(path) ?? '')
    .join('\n')
    .replaceAll(/^\s*#.*$/gm, '')
  const called = Object.keys(SHELL_TOOLS).filter((tool) => new RegExp(`(^|[|;&(\`\\s])${tool}\\s`, 'm').test(text))
  const packages = [...new Set(called.map((tool) => SHELL_TOOLS[tool]!))]
  const needsCertificates = packages.includes('curl') || packages.includes('wget')
  return {
    kind: 'shell',
    packages: needsCertificates ? [...packages, 'ca-certificates'] : packages,
    command: [...facts.command],
  }
}

export function shellImage(plan: ShellBuild): Image {
  return image({ base: BASES.debian(), command: plan.command, probe: bashProbe, packages: plan.packages })
}
