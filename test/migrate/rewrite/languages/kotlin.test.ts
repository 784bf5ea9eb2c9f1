// Sites as Kotlin teams write them: templates, named arguments, Ktor, Spring; and the traps beside them.
import { test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

const TARIFF = 'http://${tariff.host}:${tariff.port.http}'
type Expect = Example['expect']

function kt(source: string, expect: Expect, environment?: Record<string, string>, file = 'A.kt'): Example {
  return { file, source, expect, ...(environment ? { environment } : {}) }
}
/** Statements of a function. */
function body(statements: string, expect: Expect, environment?: Record<string, string>): Example {
  return kt(`fun run(h: String) {\n    ${statements}\n}\n`, expect, environment)
}

const tariff: Expect = [['localhost:6105', 'peer', 'edit', 'tariff:8080']]
const split: Expect = [
  ['localhost', 'peer', 'edit', 'tariff'],
  ['6105', 'peer', 'edit', '8080'],
]
const swapped: Expect = [split[1]!, split[0]!]
const served: Expect = [
  ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
  ['6101', 'bind', 'edit', '8080'],
]
const kept = (text: string, role: Expect[number][1]): Expect => [[text, role, 'keep']]
const fromEnvironment: Expect = [['localhost:6105', 'peer', 'env']]

const PEERS: Example[] = [
  kt('const val TARIFF_URL = "http://localhost:6105/v1"\n', tariff),
  kt(
    'object Peers {\n    const val HOST = "localhost"\n    const val PORT = 6105\n    fun url() = "http://$HOST:$PORT/v1"\n}\n',
    split,
  ),
  kt('private const val BASE = "http://localhost"\nfun a() = "$BASE:6105/x"\n', split),
  kt('private val HOST = "localhost"\nfun a() = "http://" + HOST + ":" + 6105 + "/x"\n', split),
  kt('class A {\n    companion object {\n        private const val URL = "http://localhost:6105"\n    }\n}\n', tariff),
  kt('val url by lazy { "http://localhost:6105" }\n', tariff),
  kt('fun url() = "http://localhost:6105"\n', tariff),
  kt('class Client(val url: String = "http://localhost:6105")\n', tariff),
  kt('class Client : Base("localhost", 6105)\n', split),
  kt(
    'enum class Peer(val h: String, val p: Int) {\n    TARIFF("localhost", 6108),\n    DEPOT("localhost", 6107),\n}\n',
    [
      ['localhost', 'peer', 'edit', 'tariff'],
      ['6108', 'peer', 'edit', '8080'],
      ['localhost', 'peer', 'edit', 'depot'],
      ['6107', 'peer', 'edit', '8080'],
    ],
  ),
  body('val r = client.get("http://localhost:6105/v1/$id") { header("a", "b") }', tariff),
  body('val s = Socket("localhost", 6105)', split),
  body('socket.connect(InetSocketAddress("localhost", 6105), 500)', split),
  body('val c = ManagedChannelBuilder.forAddress("localhost", 6105).usePlaintext().build()', split),
  body('val c = Client(host = "localhost", port = 6105)', split),
  body('val c = Client(port = 6105, host = "localhost")', swapped),
  body('obj?.connect("localhost", 6105)', split),
  body('val u = "http://%s:%d/v1".format("localhost", 6105)', split),
  body('val u = String.format("http://%s:%d/v1", "localhost", 6105)', split),
  body('val u = URL("http", "localhost", 6105, "/v1")', split),
  body('val j = Jedis("localhost", 6379)', [['localhost', 'peer', 'edit', 'valkey']]),
  body('val r = RedisURI.builder().withHost("localhost").withPort(6379).build()', [
    ['localhost', 'peer', 'edit', 'valkey'],
  ]),
  body('val d = DepotConfig().apply {\n        host = "localhost"\n        port = 6107\n    }', [
    ['localhost', 'peer', 'edit', 'depot'],
    ['6107', 'peer', 'edit', '8080'],
  ]),
  body('a.host = "localhost"\n    a.port = 6105\n    b.port = 6107\n    b.host = "localhost"', [
    ['localhost', 'peer', 'edit', 'tariff'],
    ['6105', 'peer', 'edit', '8080'],
    ['6107', 'peer', 'edit', '8080'],
    ['localhost', 'peer', 'edit', 'depot'],
  ]),
  body('val m = mapOf("tariff" to "http://localhost:6108", "depot" to "http://localhost:6108")', [
    ['localhost:6108', 'peer', 'edit', 'tariff:8080'],
    ['localhost:6108', 'peer', 'edit', 'depot:8080'],
  ]),
  body('val l = listOf("localhost:6105", "[::1]:6107")', [
    ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
    ['[::1]:6107', 'peer', 'edit', 'depot:8080'],
  ]),
  body('val w = when (h) { "a" -> "http://localhost:6105"; else -> h }', tariff),
  body('val w = if (prod) "http://rates.example" else "http://localhost:6105"', tariff),
  body('val s = """\n        {"tariff": "http://localhost:6105"}\n    """.trimIndent()', tariff),
  body('Database.connect("jdbc:postgresql://localhost:5432/crane", user = u)', [
    ['localhost:5432', 'peer', 'edit', 'sql:5432'],
  ]),
  body('val n = Nats.connect("nats://localhost:4222")', [['localhost:4222', 'peer', 'edit', 'nats:4222']]),
  kt('@FeignClient(name = "tariff", url = "http://localhost:6105")\ninterface Tariff\n', tariff),
  body('val p = """C:\\Legacy\\data\\crane.db"""', [['C:\\Legacy\\data\\crane.db', 'path', 'edit', '/data/crane.db']]),
  body('val p = "C:\\\\Legacy\\\\logs\\\\crane.log"', [
    ['C:\\\\Legacy\\\\logs\\\\crane.log', 'path', 'edit', '/data/logs/crane.log'],
  ]),
  body('gateway.connect("127.0.0.1", 7497)', [['127.0.0.1', 'host-peer', 'edit', 'host.docker.internal']]),
]

const ENVIRONMENT: Example[] = [
  body('val u = System.getenv("TARIFF_URL") ?: "http://localhost:6105"', fromEnvironment, { TARIFF_URL: TARIFF }),
  body('val u = System.getenv("TARIFF_URL").orEmpty().ifBlank { "http://localhost:6105" }', fromEnvironment, {
    TARIFF_URL: TARIFF,
  }),
  body('val u = System.getenv("TARIFF_URL")?.takeIf { it.isNotBlank() } ?: "http://localhost:6105"', fromEnvironment, {
    TARIFF_URL: TARIFF,
  }),
  body('val u = System.getenv().getOrDefault("TARIFF_URL", "http://localhost:6105")', fromEnvironment, {
    TARIFF_URL: TARIFF,
  }),
  body('val u = System.getenv()["TARIFF_URL"] ?: "http://localhost:6105"', fromEnvironment, { TARIFF_URL: TARIFF }),
  body(
    'val e = System.getenv("TARIFF_URL")\n    val u = if (e.isNullOrBlank()) "http://localhost:6105" else e',
    fromEnvironment,
    { TARIFF_URL: TARIFF },
  ),
  body('val u = env.getProperty("tariff.url", "http://localhost:6105")', fromEnvironment, { TARIFF_URL: TARIFF }),
  kt('class A(@Value("\\${tariff.url:http://localhost:6105}") private val url: String)\n', fromEnvironment, {
    TARIFF_URL: TARIFF,
  }),
  kt(
    'class A {\n    @Value("\\${depot.host:localhost}") lateinit var depotHost: String\n    @Value("\\${depot.port:6107}") var depotPort: Int = 0\n}\n',
    [
      ['localhost', 'peer', 'env'],
      ['6107', 'peer', 'env'],
    ],
    { DEPOT_HOST: '${depot.host}', DEPOT_PORT: '${depot.port.http}' },
  ),
  kt(
    '@ConfigurationProperties(prefix = "tariff")\ndata class T(val baseUrl: String = "http://localhost:6105")\n',
    fromEnvironment,
    { TARIFF_BASEURL: TARIFF },
  ),
  kt(
    'fun main() {\n    embeddedServer(Netty, port = System.getenv("PORT")?.toInt() ?: 6101) { }.start(wait = true)\n}\n',
    [['6101', 'bind', 'env']],
    { PORT: '${self.port.http}' },
  ),
]

const BINDS: Example[] = [
  body('embeddedServer(Netty, port = 6101, host = "127.0.0.1") { routing { } }.start(wait = true)', [
    served[1]!,
    served[0]!,
  ]),
  body('embeddedServer(CIO, 6101, "127.0.0.1", module = Application::main).start()', [served[1]!, served[0]!]),
  body('HttpServer.create(InetSocketAddress("127.0.0.1", 6101), 0)', served),
  body('ServerBuilder.forPort(6101).addService(G()).build()', [['6101', 'bind', 'edit', '8080']]),
  body('Javalin.create().start(6101)', [['6101', 'bind', 'edit', '8080']]),
  body('vertx.createHttpServer().listen(6101, "127.0.0.1")', [served[1]!, served[0]!]),
  kt('private const val PORT = 6101\nfun main() {\n    ServerSocket(PORT).use { }\n}\n', [
    ['6101', 'bind', 'edit', '8080'],
  ]),
  body('aSocket(m).tcp().bind("0.0.0.0", 8080)', [['0.0.0.0', 'bind', 'keep']]),
]

const TRAPS: Example[] = [
  body('check(ok) { "needs localhost:6105" }', kept('localhost:6105', 'doc')),
  body('call.respondText("see http://localhost:6101/docs")', kept('localhost:6101', 'doc')),
  body('call.respondRedirect("http://localhost:6101/")', kept('localhost:6101', 'origin')),
  body('header("Origin", "http://localhost:6101")', kept('localhost:6101', 'origin')),
  body('return h != "localhost" && !h.startsWith("127.")', [
    ['localhost', 'local-only', 'keep'],
    ['127.', 'local-only', 'keep'],
  ]),
  kt(
    'class Outbox(val host: String = System.getenv("RATES_HOST") ?: "localhost")\nfun f(o: Outbox) { log.info(o.host) }\n',
    [['localhost', 'peer', 'ask']],
  ),
  body('// http://localhost:6105\n    /* 127.0.0.1:6107 */', [
    ['localhost:6105', 'doc', 'keep'],
    ['127.0.0.1:6107', 'doc', 'keep'],
  ]),
  kt('/** Talks to http://localhost:6105. */\nclass A\n', kept('localhost:6105', 'doc')),
  body('logger.info { "rates at http://localhost:6105/$id" }', kept('localhost:6105', 'doc')),
  body('log.warn("no tariff at localhost:6105", e)', kept('localhost:6105', 'doc')),
  body('println("listening on http://localhost:$port")', kept('localhost', 'doc')),
  body('throw IllegalStateException("cannot reach localhost:6105")', kept('localhost:6105', 'doc')),
  body('require(ok) { "Expected a tariff at localhost:6105" }', kept('localhost:6105', 'doc')),
  body('if (h == "localhost" || h in setOf("127.0.0.1", "::1")) return', [
    ['localhost', 'local-only', 'keep'],
    ['127.0.0.1', 'local-only', 'keep'],
    ['::1', 'local-only', 'keep'],
  ]),
  body('when (h) { "localhost" -> return }', kept('localhost', 'local-only')),
  kt('private val LOCAL = setOf("localhost", "127.0.0.1")\nfun f(h: String) = h in LOCAL\n', [
    ['localhost', 'local-only', 'keep'],
    ['127.0.0.1', 'local-only', 'keep'],
  ]),
  body('val ok = h.startsWith("http://localhost:6105")', kept('localhost:6105', 'local-only')),
  body('val r = Regex("^https?://localhost")', kept('localhost', 'local-only')),
  body('install(CORS) { allowHost("localhost:5173") }', kept('localhost:5173', 'local-only')),
  kt('@CrossOrigin(origins = ["http://localhost:5173"])\nclass A\n', kept('localhost:5173', 'origin')),
  body('cors.allowedOrigins = listOf("http://localhost:5173")', kept('localhost:5173', 'origin')),
  kt(
    'class T { val u = "http://localhost:6105" }\n',
    kept('localhost:6105', 'test'),
    undefined,
    'src/test/kotlin/T.kt',
  ),
  kt(
    'class RatesTest { val u = "http://localhost:6105" }\n',
    kept('localhost:6105', 'test'),
    undefined,
    'app/RatesTest.kt',
  ),
  body('val h2 = uri.host ?: "localhost"', kept('localhost', 'fallback')),
  body('val r = client.get("http://localhost:6101/health")', [
    ['localhost:6101', 'self-probe', 'edit', 'localhost:8080'],
  ]),
  body('val s = "a:\\n" + "\\\\d:\\\\w"', []),
]

test.each([...PEERS, ...ENVIRONMENT, ...BINDS, ...TRAPS].map(titled))('%s', (_title, example) => checkExample(example))
