// Sites as PHP teams write them: arrays of settings, `?:` and `??`, interpolation with braces, pages; and the traps beside them.
import { describe, test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

type Expect = Example['expect']
type Environment = Record<string, string>
const TARIFF = 'http://${tariff.host}:${tariff.port.http}'

function php(source: string, expect: Expect, environment?: Environment, file = 'src/App.php'): Example {
  return { file, source: `<?php\n${source}\n`, expect, ...(environment ? { environment } : {}) }
}
function member(text: string, expect: Expect, environment?: Environment): Example {
  return php(`class Rates\n{\n    ${text}\n}`, expect, environment)
}

const tariff: Expect = [['localhost:6105', 'peer', 'edit', 'tariff:8080']]
const split: Expect = [
  ['localhost', 'peer', 'edit', 'tariff'],
  ['6105', 'peer', 'edit', '8080'],
]
const covered: Expect = [['localhost:6105', 'peer', 'env']]
const kept = (text: string, role: Expect[number][1]): Expect => [[text, role, 'keep']]

const PEERS: Example[] = [
  php("const TARIFF = 'http://localhost:6105/v1';", tariff),
  php("define('TARIFF_HOST', 'localhost');\ndefine('TARIFF_PORT', 6105);", split),
  php("define('HOST', 'localhost');\nconst PORT = 6105;\n$u = 'http://' . HOST . ':' . PORT;", split),
  php('$host = "localhost";\n$port = 6105;\n$u = "http://$host:$port/v1";', split),
  php('$host = "localhost";\n$port = 6105;\n$u = "http://{$host}:{$port}/v1";', split),
  php('$port = 6105;\n$u = "http://localhost:{$port}/v1";', [split[1]!, split[0]!]),
  php("$u = sprintf('http://%s:%d/v1', 'localhost', 6105);", split),
  php("$c = curl_init('http://localhost:6105/v1');", tariff),
  php("curl_setopt($c, CURLOPT_URL, 'http://localhost:6105/v1');", tariff),
  php("$c = new Client(['base_uri' => 'http://localhost:6105']);", tariff),
  php("$r = Http::get('http://localhost:6105/v1');", tariff),
  php("$s = fsockopen('localhost', 6105);", split),
  php("$redis = new Redis();\n$redis->connect('127.0.0.1', 6379);", [['127.0.0.1', 'peer', 'edit', 'valkey']]),
  php("$redis = new Predis\\Client(['host' => 'localhost', 'port' => 6379]);", [
    ['localhost', 'peer', 'edit', 'valkey'],
  ]),
  php("$pdo = new PDO('pgsql:host=localhost;port=5432;dbname=crane', $u, $p);", [['localhost', 'peer', 'edit', 'sql']]),
  php("$pdo = new PDO('pgsql:host=localhost;dbname=crane', $u, $p);", [['localhost', 'peer', 'edit', 'sql']]),
  php("$db = pg_connect('host=localhost dbname=crane');", [['localhost', 'peer', 'edit', 'sql']]),
  php(
    "return [\n    'tariff' => ['host' => 'localhost', 'port' => 6105],\n];",
    split,
    undefined,
    'config/services.php',
  ),
  php("return ['tariff' => array('host' => 'localhost', 'port' => 6105)];", split, undefined, 'config/a.php'),
  member("private string $base = 'http://localhost:6105';", tariff),
  member("public const BASE = 'http://localhost:6105';", tariff),
  member("public function __construct(private string $host = 'localhost', private int $port = 6105) {}", split),
  member("public function base(): string { return 'http://localhost:6105'; }", tariff),
  member("public function __construct() { $this->base = 'http://localhost:6105'; }", tariff),
  php('$x = <<<EOT\nhttp://localhost:6105/v1\nEOT;', tariff),
  php("$db = 'C:\\Legacy\\data\\q.db';", [['C:\\Legacy\\data\\q.db', 'path', 'edit', '/data/q.db']]),
]

const SETTINGS: Example[] = [
  php("$u = getenv('TARIFF_URL') ?: 'http://localhost:6105';", covered, { TARIFF_URL: TARIFF }),
  php("$u = $_ENV['TARIFF_URL'] ?? 'http://localhost:6105';", covered, { TARIFF_URL: TARIFF }),
  php("$u = $_SERVER['TARIFF_URL'] ?? 'http://localhost:6105';", covered, { TARIFF_URL: TARIFF }),
  php("$u = env('TARIFF_URL', 'http://localhost:6105');", covered, { TARIFF_URL: TARIFF }),
  php("$u = isset($_ENV['TARIFF_URL']) ? $_ENV['TARIFF_URL'] : 'http://localhost:6105';", covered, {
    TARIFF_URL: TARIFF,
  }),
  php("$u = getenv('TARIFF_URL');\n$v = $u ?: 'http://localhost:6105';", covered, { TARIFF_URL: TARIFF }),
  php(
    "return ['tariff' => ['host' => env('TARIFF_HOST', 'localhost'), 'port' => env('TARIFF_PORT', 6105)]];",
    [
      ['localhost', 'peer', 'env'],
      ['6105', 'peer', 'env'],
    ],
    { TARIFF_HOST: '${tariff.host}', TARIFF_PORT: '${tariff.port.http}' },
    'config/services.php',
  ),
]

const LISTENERS: Example[] = [
  php("$s = new React\\Socket\\SocketServer('127.0.0.1:6101');", [['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080']]),
  php("$s = stream_socket_server('tcp://127.0.0.1:6101');", [['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080']]),
  php("socket_bind($s, '127.0.0.1', 6101);", [
    ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
    ['6101', 'bind', 'edit', '8080'],
  ]),
  php("$s = new Swoole\\Http\\Server('127.0.0.1', 6101);", [
    ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
    ['6101', 'bind', 'edit', '8080'],
  ]),
  php("$ok = file_get_contents('http://localhost:6101/up');", [
    ['localhost:6101', 'self-probe', 'edit', 'localhost:8080'],
  ]),
]

const TRAPS: Example[] = [
  php('// dev: http://localhost:6105', kept('localhost:6105', 'doc')),
  php('# dev: http://localhost:6105', kept('localhost:6105', 'doc')),
  php('/** Talks to http://localhost:6105. */\nfunction f() {}', kept('localhost:6105', 'doc')),
  php('error_log("no answer: http://localhost:6105");', kept('localhost:6105', 'doc')),
  php("Log::info('up', ['url' => 'http://localhost:6101']);", kept('localhost:6101', 'doc')),
  php("$this->logger->warning('http://localhost:6105');", kept('localhost:6105', 'doc')),
  php('echo "http://localhost:6101 is up\\n";', kept('localhost:6101', 'doc')),
  php("throw new \\RuntimeException('localhost:6105 is down');", kept('localhost:6105', 'doc')),
  php("die('localhost:6105 is down');", kept('localhost:6105', 'doc')),
  php("if ($h === 'localhost' || in_array($h, ['127.0.0.1', '::1'])) {}", [
    ['localhost', 'local-only', 'keep'],
    ['127.0.0.1', 'local-only', 'keep'],
    ['::1', 'local-only', 'keep'],
  ]),
  php("switch ($h) { case 'localhost': break; }", kept('localhost', 'local-only')),
  php("$near = match ($h) { 'localhost' => true, default => false };", kept('localhost', 'local-only')),
  php("$near = preg_match('#^http://localhost#', $u);", kept('localhost', 'local-only')),
  php("header('Access-Control-Allow-Origin: http://localhost:3000');", kept('localhost:3000', 'origin')),
  php(
    "return ['allowed_origins' => ['http://localhost:3000']];",
    kept('localhost:3000', 'origin'),
    undefined,
    'config/cors.php',
  ),
  php("$host = $request->getHost() ?: 'localhost';", kept('localhost', 'fallback')),
  php("const U = 'http://localhost:6105';", kept('localhost:6105', 'test'), undefined, 'tests/RatesTest.php'),
  {
    file: 'index.php',
    source: '<a href="http://localhost:6105/x">x</a>\n<?php f();\n',
    expect: [['localhost:6105', 'browser', 'ask']],
  },
  php('$s = "a:\\n"; $r = \'/\\d:\\w/\';', []),
]

describe.each([
  ['peers', PEERS],
  ['settings', SETTINGS],
  ['listeners', LISTENERS],
  ['traps', TRAPS],
])('php %s', (_name, examples) => {
  test.each(examples.map(titled))('%s', (_title, example) => checkExample(example))
})
