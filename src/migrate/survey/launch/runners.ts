// The runners of each language and what they start: `python -m`, `npm start`, `java -jar`, `dotnet run`, `go run`, …

/** `file` and `folder` are paths as written; the others are names to be found. */
export type Goal = {
  kind: 'file' | 'folder' | 'module' | 'jar' | 'class' | 'assembly' | 'binary' | 'script' | 'gradle'
  name: string
}

export interface Started {
  language?: string
  framework?: string
  goal: Goal
  /** Where the command works, if it says so itself: `npm --prefix x`, `gunicorn --chdir x`. */
  folder?: string
  /** A program that stays by itself; a bare interpreter with a file need not. */
  isServer?: boolean
  /** Port of the runner when nothing else says one. */
  fallback?: number
}

const NO_SERVERS =
  /^(pytest|unittest|pip|pip3|ensurepip|venv|virtualenv|build|compileall|black|ruff|mypy|flake8|pylint|coverage|nox|tox|alembic|json\.tool|timeit|pdb|twine)$/

export function readRunner(runner: string, rest: string[], all: string[]): Started | undefined {
  if (/^(python(\d[\d.]*)?|py|pythonw|pypy3?)$/.test(runner)) return python(rest)
  if (
    /^(uvicorn|hypercorn|gunicorn|daphne|waitress-serve|flask|streamlit|celery|dramatiq|granian|sanic|fastapi|rq|arq|faust)$/.test(
      runner,
    )
  )
    return pythonServer(runner, rest)
  if (
    /^(node|nodejs|tsx|ts-node|ts-node-dev|nodemon|bun|deno|babel-node|pm2|pm2-runtime|forever|swc-node)$/.test(runner)
  )
    return node(rest)
  if (/^(npm|yarn|pnpm)$/.test(runner)) return npm(rest)
  const dev = DEV_SERVERS[runner]
  if (dev) return devServer(runner, rest, dev)
  if (/^(java|javaw)$/.test(runner)) return java(rest)
  if (/^(mvn|mvnw|gradle|gradlew|sbt)$/.test(runner)) return javaBuild(runner, rest)
  if (runner === 'dotnet') return dotnet(rest)
  if (runner === 'go')
    return rest[0] === 'run'
      ? { language: 'go', goal: { kind: 'folder', name: rest.slice(1).find((word) => !word.startsWith('-')) ?? '.' } }
      : undefined
  if (runner === 'cargo')
    return rest[0] === 'run'
      ? { language: 'rust', goal: { kind: 'binary', name: option(rest, ['-p', '--package', '--bin']) ?? '' } }
      : undefined
  if (runner === 'air') return { language: 'go', goal: { kind: 'folder', name: '.' } }
  if (/^(ruby|rackup|puma|rails|unicorn|thin|sidekiq|falcon)$/.test(runner)) return ruby(runner, rest)
  if (/^php(\d[\d.]*)?$/.test(runner)) return php(rest)
  if (/^php\d*-fpm[\d.]*$|^php-fpm[\d.]*$/.test(runner))
    return { language: 'php', framework: 'fpm', goal: { kind: 'folder', name: '.' }, isServer: true, fallback: 9000 }
  return binary(all[0]!)
}

function python(rest: string[]): Started | undefined {
  const args = rest.filter((word) => !/^-[uBEsSIOvqx3]+$|^-\d/.test(word) && !/^-X/.test(word))
  if (args[0] === '-m') {
    const name = args[1] ?? ''
    if (NO_SERVERS.test(name)) return undefined
    if (/^(uvicorn|hypercorn|gunicorn|flask|daphne|waitress|streamlit|celery|fastapi|sanic|granian)$/.test(name))
      return pythonServer(name, args.slice(2))
    if (name === 'http.server')
      return {
        language: 'python',
        framework: 'http.server',
        goal: { kind: 'folder', name: option(args, ['-d', '--directory']) ?? '.' },
        isServer: true,
        fallback: 8000,
      }
    return { language: 'python', goal: { kind: 'module', name } }
  }
  const file = args.find((word) => /\.pyw?$/.test(word)) ?? (args[0]?.startsWith('-') ? undefined : args[0])
  if (file === undefined) return undefined
  if (/(^|[\\/])manage\.py$/.test(file))
    return args.includes('runserver')
      ? { language: 'python', framework: 'django', goal: { kind: 'file', name: file }, isServer: true, fallback: 8000 }
      : undefined
  return { language: 'python', goal: { kind: 'file', name: file } }
}

const FALLBACKS: Record<string, number> = { flask: 5000, streamlit: 8501, 'waitress-serve': 8080, waitress: 8080 }

function pythonServer(runner: string, rest: string[]): Started | undefined {
  if (runner === 'flask' && !rest.includes('run')) return undefined
  if (/^(celery|dramatiq|rq|arq|faust)$/.test(runner)) {
    const name = option(rest, ['-A', '--app']) ?? rest.find((word) => /^[\w.]+$/.test(word)) ?? ''
    return {
      language: 'python',
      framework: runner,
      goal: { kind: 'module', name: name.split(':')[0]! },
      isServer: true,
    }
  }
  const file = rest.find((word) => /\.py$/.test(word))
  if (file !== undefined)
    return {
      language: 'python',
      framework: runner,
      goal: { kind: 'file', name: file },
      isServer: true,
      fallback: FALLBACKS[runner] ?? 8000,
    }
  const app = rest.find((word) => /^[A-Za-z_][\w.]*:[\w.()"']+$/.test(word)) ?? option(rest, ['--app', '-A', '--call'])
  return {
    language: 'python',
    framework: runner,
    goal:
      app === undefined
        ? { kind: 'folder', name: option(rest, ['--app-dir', '--chdir']) ?? '.' }
        : { kind: 'module', name: app.split(':')[0]! },
    isServer: true,
    fallback: FALLBACKS[runner] ?? 8000,
    ...(option(rest, ['--app-dir', '--chdir']) === undefined
      ? {}
      : { folder: option(rest, ['--app-dir', '--chdir'])! }),
  }
}

function node(rest: string[]): Started | undefined {
  if (/^(test|build|install|lint|fmt|add)$/.test(rest[0] ?? '')) return undefined
  const file =
    rest.find((word) => /\.[cm]?[jt]sx?$/.test(word) && !/^-/.test(word)) ??
    rest.find((word) => /^\.{0,2}[\\/\w]/.test(word) && !/^(run|start|watch|dev|serve|task)$/.test(word))
  if (file !== undefined) return { language: 'javascript', goal: { kind: 'file', name: file } }
  return /^(run|start)$/.test(rest[0] ?? '')
    ? { language: 'javascript', goal: { kind: 'script', name: rest[1] ?? 'start' } }
    : undefined
}

function npm(rest: string[]): Started | undefined {
  const folder = option(rest, ['--prefix', '-C', '--dir', '--cwd'])
  const workspace = option(rest, ['-w', '--workspace', '--filter', 'workspace'])
  const plain = rest.filter(
    (word, index) =>
      !word.startsWith('-') &&
      !/^(--prefix|-C|--dir|--cwd|-w|--workspace|--filter|workspace)$/.test(rest[index - 1] ?? '') &&
      word !== 'workspace',
  )
  const name = plain[0] === 'run' || plain[0] === 'run-script' ? plain[1] : plain[0]
  if (
    name === undefined ||
    /^(install|ci|i|test|build|lint|add|exec|audit|cache|config|version|publish|prune|rebuild)\b/.test(name)
  )
    return undefined
  const where = folder ?? workspace
  return { language: 'javascript', goal: { kind: 'script', name }, ...(where === undefined ? {} : { folder: where }) }
}

const DEV_SERVERS: Record<string, { framework: string; needs?: RegExp; port: number }> = {
  next: { framework: 'next', needs: /^(start|dev)$/, port: 3000 },
  nuxt: { framework: 'nuxt', needs: /^(start|dev|preview)$/, port: 3000 },
  vite: { framework: 'vite', needs: /^(?!build|optimize)/, port: 5173 },
  ng: { framework: 'angular', needs: /^(serve|s)$/, port: 4200 },
  nest: { framework: 'nest', needs: /^start$/, port: 3000 },
  astro: { framework: 'astro', needs: /^(dev|preview|start)$/, port: 4321 },
  webpack: { framework: 'webpack', needs: /^serve$/, port: 8080 },
  'webpack-dev-server': { framework: 'webpack', port: 8080 },
  'vue-cli-service': { framework: 'vue', needs: /^serve$/, port: 8080 },
  'react-scripts': { framework: 'react', needs: /^start$/, port: 3000 },
  'http-server': { framework: 'http-server', port: 8080 },
  serve: { framework: 'serve', port: 3000 },
  'json-server': { framework: 'json-server', port: 3000 },
  remix: { framework: 'remix', port: 3000 },
  'remix-serve': { framework: 'remix', port: 3000 },
  parcel: { framework: 'parcel', needs: /^(?!build|watch)/, port: 1234 },
  gatsby: { framework: 'gatsby', needs: /^(develop|serve)$/, port: 8000 },
  fastify: { framework: 'fastify', needs: /^start$/, port: 3000 },
}

function devServer(
  runner: string,
  rest: string[],
  { framework, needs, port }: { framework: string; needs?: RegExp; port: number },
): Started | undefined {
  const verb = rest.find((word) => !word.startsWith('-')) ?? ''
  if (needs && !needs.test(verb)) return undefined
  const fallback = runner === 'vite' && verb === 'preview' ? 4173 : port
  // `nest start` and `fastify start` run code that says its own port.
  return {
    language: 'javascript',
    framework,
    goal: { kind: 'folder', name: '.' },
    isServer: true,
    ...(framework === 'nest' ? {} : { fallback }),
  }
}

function java(rest: string[]): Started | undefined {
  const jar = option(rest, ['-jar'])
  if (jar !== undefined) return { language: 'java', goal: { kind: 'jar', name: jar }, isServer: true }
  const plain = rest.filter(
    (word, index) =>
      !word.startsWith('-') && !/^(-cp|-classpath|--class-path|-p|--module-path)$/.test(rest[index - 1] ?? ''),
  )
  const main = option(rest, ['-m', '--module'])?.split('/').at(-1) ?? plain[0]
  if (main === undefined) return undefined
  return {
    language: 'java',
    goal: main.endsWith('.java') ? { kind: 'file', name: main } : { kind: 'class', name: main },
  }
}

function javaBuild(runner: string, rest: string[]): Started | undefined {
  const task = rest.find((word) =>
    /(^|:)(spring-boot:run|quarkus:dev|exec:java|bootRun|run|quarkusDev|jetty:run|tomcat7:run|mn:run|runServer)$/.test(
      word,
    ),
  )
  if (task === undefined) return undefined
  const module =
    option(rest, ['-pl', '--projects', '-p', '--project-dir', '-f', '--file']) ??
    (/gradle/.test(runner) && task.includes(':')
      ? task
          .split(':')
          .slice(0, -1)
          .filter((one) => one !== '')
          .join('/')
      : undefined)
  const framework = /spring|boot/i.test(task) ? 'spring' : /quarkus/.test(task) ? 'quarkus' : undefined
  return {
    language: 'java',
    ...(framework ? { framework } : {}),
    goal: { kind: 'gradle', name: (module ?? '.').replace(/(^|\/)pom\.xml$/, '') || '.' },
    isServer: true,
  }
}

function dotnet(rest: string[]): Started | undefined {
  const dll = rest.find((word) => /\.dll$/i.test(word))
  if (dll !== undefined) return { language: 'csharp', goal: { kind: 'assembly', name: dll }, isServer: true }
  if (rest[0] !== 'run' && !(rest[0] === 'watch' && (rest.includes('run') || rest.length === 1))) return undefined
  return {
    language: 'csharp',
    framework: 'dotnet run',
    goal: { kind: 'folder', name: option(rest, ['--project', '-p']) ?? '.' },
    isServer: true,
  }
}

function ruby(runner: string, rest: string[]): Started | undefined {
  if (runner === 'rails')
    return /^(s|server)$/.test(rest[0] ?? '')
      ? { language: 'ruby', framework: 'rails', goal: { kind: 'folder', name: '.' }, isServer: true, fallback: 3000 }
      : undefined
  if (runner === 'ruby') {
    const file = rest.find((word) => /\.rb$/.test(word))
    return file === undefined ? undefined : { language: 'ruby', goal: { kind: 'file', name: file } }
  }
  const fallback = /^(rackup|puma|falcon)$/.test(runner) ? { fallback: 9292 } : {}
  return { language: 'ruby', framework: runner, goal: { kind: 'folder', name: '.' }, isServer: true, ...fallback }
}

function php(rest: string[]): Started | undefined {
  if (rest.includes('-S')) {
    const folder = option(rest, ['-t'])
    return { language: 'php', goal: { kind: 'folder', name: folder ?? '.' }, isServer: true }
  }
  const file = rest.find((word) => !word.startsWith('-'))
  if (file === 'artisan')
    return rest.includes('serve')
      ? { language: 'php', framework: 'laravel', goal: { kind: 'file', name: file }, isServer: true, fallback: 8000 }
      : undefined
  if (/(^|\/)bin\/console$/.test(file ?? '')) return undefined
  return file === undefined ? undefined : { language: 'php', goal: { kind: 'file', name: file } }
}

/** A path to a program of its own: `./bin/depot`, `C:\depot\Depot.exe`, `target/release/depot`. */
function binary(word: string): Started | undefined {
  if (!/[\\/]|\.exe$/i.test(word)) return undefined
  if (/\.py$/.test(word)) return { language: 'python', goal: { kind: 'file', name: word } }
  if (/\.[cm]?[jt]s$/.test(word)) return { language: 'javascript', goal: { kind: 'file', name: word } }
  if (/\.jar$/.test(word)) return { language: 'java', goal: { kind: 'jar', name: word }, isServer: true }
  return { goal: { kind: 'binary', name: word } }
}

function option(rest: readonly string[], names: readonly string[]): string | undefined {
  for (const [index, word] of rest.entries()) {
    if (names.includes(word)) return rest[index + 1]
    const joined = names.find((name) => word.startsWith(`${name}=`))
    if (joined) return word.slice(joined.length + 1)
  }
  return undefined
}
