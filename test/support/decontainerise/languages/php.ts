// PHP: a plain front controller, started by PHP's own server.
import { joined, type Pieces, p } from '../pieces.ts'
import type { Syntax } from '../syntax.ts'

export const php: Syntax = {
  language: 'php',
  constantStyle: 'scream',
  localStyle: 'camel',
  str: (text, rng) => {
    const quote = rng.pick(["'", '"'])
    return p`${quote}${text}${quote}`
  },
  comment: (text) => p`// ${text}`,
  constant: (name, value) => p`const ${name} = ${value};`,
  local: (name, value) => p`$${name} = ${value};`,
  env: (variable, fallback) => p`getenv('${variable}') ?: ${fallback}`,
  envNumber: (variable, fallback) => p`(int) (getenv('${variable}') ?: '${fallback}')`,
  concat: (parts) => joined(parts, ' . '),
  template: (parts, rng) => {
    const refs = parts.flatMap((one) => ('ref' in one ? [reference(one.ref)] : []))
    return rng.chance(0.4)
      ? p`sprintf('${parts.flatMap((one): Pieces => ('ref' in one ? ['%s'] : one))}', ${refs.join(', ')})`
      : joined(
          parts.map((one): Pieces => ('ref' in one ? [reference(one.ref)] : p`'${one}'`)),
          ' . ',
        )
  },
  list: (items) => p`[${joined(items, ', ')}]`,
  get: (url) => p`file_get_contents(${referred(url)});`,
  dial: (host, port) => p`fsockopen(${host}, ${port});`,
  record: (name, host, port) => p`const ${name} = ['host' => ${host}, 'port' => ${port}];`,
  parameters: (name, host, port) =>
    p`function ${name}(string $host = ${host}, int $port = ${port}): mixed { return fsockopen($host, $port); }`,
  log: (text) => p`error_log(${text});`,
  fail: (text) => p`$problems[] = new RuntimeException(${text});`,
  isLocal: (text) => p`$near = $_SERVER['SERVER_NAME'] === ${text};`,
  orElse: (text) => p`$name = parse_url($given, PHP_URL_HOST) ?? ${text};`,
  cors: (origin) => p`header('Access-Control-Allow-Origin: ' . ${origin});`,
  program: (self) => ({
    main: {
      file: 'public/index.php',
      head: p`<?php\ndeclare(strict_types=1);\n\n`,
      between: p`\nfunction work(array $problems, string $given): void\n{\n`,
      tail: p`}\n\nwork([], '');\n`,
      indentTop: '',
      indentBody: '    ',
    },
    others: {
      'composer.json': [`${JSON.stringify({ name: `shore/${self.id}`, require: { php: '>=8.2' } }, null, 4)}\n`],
      Procfile: p`web: php -S ${{
        legacy: `127.0.0.1:${self.legacy}`,
        container: `0.0.0.0:${self.container}`,
        role: 'bind',
        action: ['edit', 'env', 'keep'],
      }} -t public\n`,
    },
  }),
}

/** Constants are written bare, locals with a dollar. */
function reference(name: string): string {
  return name === name.toUpperCase() ? name : `$${name}`
}

function referred(url: Pieces): Pieces {
  return url.length === 1 && typeof url[0] === 'string' && /^\w+$/.test(url[0]) ? [reference(url[0])] : url
}
