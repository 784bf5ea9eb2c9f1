// Sites as Java teams write them: plain JDK, Spring, builders, setters, annotations; and the traps beside them.
import { test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

const TARIFF = 'http://${tariff.host}:${tariff.port.http}'
type Expect = Example['expect']

function java(source: string, expect: Expect, environment?: Record<string, string>, file = 'A.java'): Example {
  return { file, source, expect, ...(environment ? { environment } : {}) }
}
/** Statements of a method. */
function body(statements: string, expect: Expect, environment?: Record<string, string>): Example {
  return java(`class A {\n  void run(String h) {\n    ${statements}\n  }\n}\n`, expect, environment)
}
/** Members of a class. */
function members(text: string, expect: Expect, environment?: Record<string, string>): Example {
  return java(`public class A {\n  ${text}\n}\n`, expect, environment)
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

const PEERS: Example[] = [
  members('private static final String URL = "http://localhost:6105/v1";', tariff),
  body('var u = URI.create("http://localhost:6105/v1");', tariff),
  body('new URL("http", "localhost", 6105, "/x").openStream();', split),
  body('Socket s = new Socket("localhost", 6105);', split),
  body('socket.connect(new InetSocketAddress("localhost", 6105), 500);', split),
  body('InetSocketAddress a = new InetSocketAddress("localhost", 6105);\n    channel.connect(a);', split),
  body('var c = ManagedChannelBuilder.forAddress("localhost", 6105).usePlaintext().build();', split),
  body('var c = ManagedChannelBuilder.forTarget("localhost:6105").usePlaintext().build();', tariff),
  body('Jedis j = new Jedis("localhost", 6379);', [['localhost', 'peer', 'edit', 'valkey']]),
  body('Jedis j = new Jedis("localhost");', [['localhost', 'peer', 'edit', 'valkey']]),
  body('RedisURI r = RedisURI.builder().withHost("localhost").withPort(6379).withSsl(false).build();', [
    ['localhost', 'peer', 'edit', 'valkey'],
  ]),
  body('RedisURI r = RedisURI.create("redis://localhost:6379/0");', [
    ['localhost:6379', 'peer', 'edit', 'valkey:6379'],
  ]),
  body('Connection c = DriverManager.getConnection("jdbc:postgresql://localhost:5432/crane", u, p);', [
    ['localhost:5432', 'peer', 'edit', 'sql:5432'],
  ]),
  body('hikari.setJdbcUrl("jdbc:postgresql://localhost/crane");', [['localhost', 'peer', 'edit', 'sql']]),
  body(
    'DepotConfig c = new DepotConfig();\n    c.setHost("localhost");\n    c.setPort(6107);\n    c.setTimeout(5000);',
    [
      ['localhost', 'peer', 'edit', 'depot'],
      ['6107', 'peer', 'edit', '8080'],
    ],
  ),
  body('a.setHost("localhost"); a.setPort(6105);\n    b.setPort(6107); b.setHost("localhost");', [
    ['localhost', 'peer', 'edit', 'tariff'],
    ['6105', 'peer', 'edit', '8080'],
    ['6107', 'peer', 'edit', '8080'],
    ['localhost', 'peer', 'edit', 'depot'],
  ]),
  body(
    'var u = UriComponentsBuilder.newInstance()\n      .scheme("http")\n      .host("localhost")\n      .port(6105)\n      .path("/v1");',
    split,
  ),
  body('URI u = new URIBuilder().setScheme("http").setPort(6105).setHost("localhost").build();', swapped),
  body('WebClient w = WebClient.builder().baseUrl("http://localhost:6105").build();', tariff),
  body('String s = rest.getForObject("http://localhost:6105/v1/{id}", String.class, id);', tariff),
  body('var r = HttpRequest.newBuilder(URI.create("http://localhost:6105/v1" + path)).GET().build();', tariff),
  body('var u = String.format("http://%s:%d/v1", "localhost", 6105);', split),
  body('var u = "http://%s:%d/v1".formatted("localhost", 6105);', split),
  body('var u = MessageFormat.format("http://{0}:{1}/v1", "localhost", "6105");', split),
  body('var u = String.format("http://%2$s:%1$d/v1", 6105, "localhost");', swapped),
  body('var u = String.format("http://localhost:%d/v1", 6105);', split),
  body(
    'var u = new StringBuilder("http://").append("localhost").append(":").append(6105).append("/v1").toString();',
    split,
  ),
  body('var u = "http://" + "localhost" + \':\' + 6105 + "/v1";', split),
  members(
    'private static final String HOST = "localhost";\n  private static final int PORT = 6_105;\n  String url() { return "http://" + HOST + ":" + PORT + "/v1"; }',
    [
      ['localhost', 'peer', 'edit', 'tariff'],
      ['6_105', 'peer', 'edit', '8080'],
    ],
  ),
  members(
    'static final String TARIFF_HOST = "localhost";\n  static final int TARIFF_PORT = 6105;\n  Client c() { return new Client(TARIFF_HOST, TARIFF_PORT); }',
    split,
  ),
  members(
    'static final String BASE = "http://localhost";\n  String a() { return BASE + ":6105/x"; }\n  String b() { return BASE + ":6107/y"; }',
    [
      ['localhost', 'peer', 'keep'],
      ['BASE', 'peer', 'edit', '"http://tariff"'],
      ['6105', 'peer', 'edit', '8080'],
      ['BASE', 'peer', 'edit', '"http://depot"'],
      ['6107', 'peer', 'edit', '8080'],
    ],
  ),
  java('enum Peer {\n  TARIFF("localhost", 6108), DEPOT("localhost", 6107);\n  Peer(String h, int p) {}\n}\n', [
    ['localhost', 'peer', 'edit', 'tariff'],
    ['6108', 'peer', 'edit', '8080'],
    ['localhost', 'peer', 'edit', 'depot'],
    ['6107', 'peer', 'edit', '8080'],
  ]),
  body('List<String> l = List.of("localhost:6105", "127.0.0.1:6107");', [
    ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
    ['127.0.0.1:6107', 'peer', 'edit', 'depot:8080'],
  ]),
  body('String[] l = {"http://localhost:6105", "http://[::1]:6107"};', [
    ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
    ['[::1]:6107', 'peer', 'edit', 'depot:8080'],
  ]),
  body('Map<String, String> m = Map.of("tariff", "http://localhost:6108");', [
    ['localhost:6108', 'peer', 'edit', 'tariff:8080'],
  ]),
  body('props.put("bootstrap.servers", "localhost:4222");', [['localhost:4222', 'peer', 'edit', 'nats:4222']]),
  body('var o = new Options.Builder().server("nats://localhost:4222").build();', [
    ['localhost:4222', 'peer', 'edit', 'nats:4222'],
  ]),
  body('String c = """\n        {"tariff": "http://localhost:6105"}\n        """;', tariff),
  body('String u = prod ? "http://rates.example" : "http://localhost:6105";', tariff),
  body('var u = switch (h) { case "a" -> "http://localhost:6105"; default -> h; };', tariff),
  body('String u = System.getProperty("tariff.url", "http://localhost:6105");', tariff),
  body(
    'String a = props.getProperty("tariff.host", "localhost");\n    int b = Integer.parseInt(props.getProperty("tariff.port", "6105"));',
    split,
  ),
  java('@FeignClient(name = "tariff", url = "http://localhost:6105")\ninterface Tariff {}\n', tariff),
  body('String p = "C:\\\\Legacy\\\\data\\\\crane.db";', [
    ['C:\\\\Legacy\\\\data\\\\crane.db', 'path', 'edit', '/data/crane.db'],
  ]),
  body('Path p = Paths.get("D:/Legacy/logs/crane.log");', [
    ['D:/Legacy/logs/crane.log', 'path', 'edit', '/data/logs/crane.log'],
  ]),
  body('gateway.connect("127.0.0.1", 7497, 1);', [['127.0.0.1', 'host-peer', 'edit', 'host.docker.internal']]),
  body('eureka.setCallbackUrl("http://localhost:6101/done");', [
    ['localhost:6101', 'advertised', 'edit', 'crane:8080'],
  ]),
]

const CHAINS: Example[] = [
  body('var c = new Sentinels().node("localhost", 6105).node("localhost", 6107);', [
    ['localhost', 'peer', 'edit', 'tariff'],
    ['6105', 'peer', 'edit', '8080'],
    ['localhost', 'peer', 'edit', 'depot'],
    ['6107', 'peer', 'edit', '8080'],
  ]),
  body('r.header("Origin", "http://localhost:6101");', kept('localhost:6101', 'origin')),
]

const ENVIRONMENT: Example[] = [
  body(
    'String u = System.getenv().getOrDefault("TARIFF_URL", "http://localhost:6105");',
    [['localhost:6105', 'peer', 'env']],
    {
      TARIFF_URL: TARIFF,
    },
  ),
  body(
    'String u = Optional.ofNullable(System.getenv("TARIFF_URL")).orElse("http://localhost:6105");',
    [['localhost:6105', 'peer', 'env']],
    {
      TARIFF_URL: TARIFF,
    },
  ),
  body(
    'String u = Optional.ofNullable(System.getenv("TARIFF_URL")).map(String::trim).orElseGet(() -> "http://localhost:6105");',
    [['localhost:6105', 'peer', 'env']],
    {
      TARIFF_URL: TARIFF,
    },
  ),
  body(
    'String u = Objects.requireNonNullElse(System.getenv("TARIFF_URL"), "http://localhost:6105");',
    [['localhost:6105', 'peer', 'env']],
    {
      TARIFF_URL: TARIFF,
    },
  ),
  body(
    'String u = System.getenv("TARIFF_URL") != null ? System.getenv("TARIFF_URL") : "http://localhost:6105";',
    [['localhost:6105', 'peer', 'env']],
    {
      TARIFF_URL: TARIFF,
    },
  ),
  body(
    'String u = System.getenv("TARIFF_URL");\n    if (u == null || u.isBlank()) {\n      u = "http://localhost:6105";\n    }',
    [['localhost:6105', 'peer', 'env']],
    {
      TARIFF_URL: TARIFF,
    },
  ),
  body(
    'String e = System.getenv("TARIFF_URL");\n    String u = e == null ? "http://localhost:6105" : e;',
    [['localhost:6105', 'peer', 'env']],
    {
      TARIFF_URL: TARIFF,
    },
  ),
  body('String u = envOr("TARIFF_URL", "http://localhost:6105");', [['localhost:6105', 'peer', 'env']], {
    TARIFF_URL: TARIFF,
  }),
  body(
    'int p = Integer.parseInt(System.getenv().getOrDefault("PORT", "6101"));\n    new ServerSocket(p);',
    [['6101', 'bind', 'env']],
    {
      PORT: '${self.port.http}',
    },
  ),
  body('String u = env.getProperty("tariff.base-url", "http://localhost:6105");', [['localhost:6105', 'peer', 'env']], {
    TARIFF_BASEURL: TARIFF,
  }),
  members(
    '@Value("${tariff.url:http://localhost:6105}")\n  private String tariffUrl;',
    [['localhost:6105', 'peer', 'env']],
    {
      TARIFF_URL: TARIFF,
    },
  ),
  members(
    'A(@Value("${tariff.url:http://localhost:6105}") String url) { this.url = url; }',
    [['localhost:6105', 'peer', 'env']],
    {
      TARIFF_URL: TARIFF,
    },
  ),
  members(
    '@Value("${depot.host:localhost}") private String depotHost;\n  @Value("${depot.port:6107}") private int depotPort;',
    [
      ['localhost', 'peer', 'env'],
      ['6107', 'peer', 'env'],
    ],
    { DEPOT_HOST: '${depot.host}', DEPOT_PORT: '${depot.port.http}' },
  ),
  java(
    '@FeignClient(name = "tariff", url = "${tariff.url:http://localhost:6105}")\ninterface Tariff {}\n',
    [['localhost:6105', 'peer', 'env']],
    {
      TARIFF_URL: TARIFF,
    },
  ),
  members(
    '@ConfigProperty(name = "tariff.url", defaultValue = "http://localhost:6105")\n  String url;',
    [['localhost:6105', 'peer', 'env']],
    {
      TARIFF_URL: TARIFF,
    },
  ),
  java(
    '@ConfigurationProperties(prefix = "crane")\npublic class P {\n  private Depot depot = new Depot();\n  static class Depot {\n    private String host = "localhost";\n    private int port = 6107;\n  }\n}\n',
    [
      ['localhost', 'peer', 'env'],
      ['6107', 'peer', 'env'],
    ],
    { CRANE_DEPOT_HOST: '${depot.host}', CRANE_DEPOT_PORT: '${depot.port.http}' },
  ),
]

const BINDS: Example[] = [
  body('HttpServer s = HttpServer.create(new InetSocketAddress("127.0.0.1", 6101), 0);', served),
  body('var a = new InetSocketAddress("127.0.0.1", 6101);\n    server.bind(a);', served),
  body('new ServerSocket(6101, 50, InetAddress.getByName("127.0.0.1")).accept();', [served[1]!, served[0]!]),
  body('new ServerSocket(6101);', [['6101', 'bind', 'edit', '8080']]),
  body('Javalin.create().start("127.0.0.1", 6101);', served),
  body('app.start(6101);', [['6101', 'bind', 'edit', '8080']]),
  body('Server s = ServerBuilder.forPort(6101).addService(new G()).build();', [['6101', 'bind', 'edit', '8080']]),
  body('vertx.createHttpServer().requestHandler(r).listen(6101, "127.0.0.1");', [served[1]!, served[0]!]),
  body('vertx.createHttpServer(new HttpServerOptions().setPort(6101).setHost("127.0.0.1"));', [served[1]!, served[0]!]),
  body('Undertow.builder().addHttpListener(6101, "127.0.0.1").build().start();', [served[1]!, served[0]!]),
  body('TomcatServletWebServerFactory f = new TomcatServletWebServerFactory();\n    f.setPort(6101);', [
    ['6101', 'bind', 'edit', '8080'],
  ]),
  body('new HTTPServer(6201);', [['6201', 'bind', 'edit', '9080']]),
  members('static final int PORT = 6101;\n  void go() throws Exception { server.listen(PORT); }', [
    ['6101', 'bind', 'edit', '8080'],
  ]),
  members('@Value("${server.port:6101}") int port;', [['6101', 'bind', 'env']], { SERVER_PORT: '${self.port.http}' }),
  body('server.bind(new InetSocketAddress("0.0.0.0", 8080));', [['0.0.0.0', 'bind', 'keep']]),
]

const TRAPS: Example[] = [
  body('lock = new ServerSocket(6108, 1, InetAddress.getByName("127.0.0.1"));', kept('127.0.0.1', 'local-only')),
  body(
    'lock = new ServerSocket(6108, 1, InetAddress.getLoopbackAddress());',
    kept('InetAddress.getLoopbackAddress()', 'local-only'),
  ),
  body('return ResponseEntity.created(URI.create("http://localhost:6101/v1/" + id)).build();', [
    ['localhost:6101', 'advertised', 'edit', 'crane:8080'],
  ]),
  body('// http://localhost:6105\n    /* 127.0.0.1:6107 */', [
    ['localhost:6105', 'doc', 'keep'],
    ['127.0.0.1:6107', 'doc', 'keep'],
  ]),
  java('/**\n * Talks to {@code http://localhost:6105}.\n */\nclass A {}\n', kept('localhost:6105', 'doc')),
  body('log.info("rates at http://localhost:6105/{}", id);', kept('localhost:6105', 'doc')),
  body('LOGGER.log(Level.INFO, "up on http://localhost:" + port);', kept('localhost', 'doc')),
  body('logger.atInfo().addArgument(h).log("http://localhost:6105");', kept('localhost:6105', 'doc')),
  body('System.out.println("listening on http://localhost:6101");', kept('localhost:6101', 'doc')),
  body('System.err.printf("no tariff at localhost:%d%n", 6105);', kept('localhost', 'doc')),
  body('throw new IllegalStateException("cannot reach localhost:6105");', kept('localhost:6105', 'doc')),
  body('o.orElseThrow(() -> new NoSuchElementException("nothing at localhost:6105"));', kept('localhost:6105', 'doc')),
  body('if ("localhost".equals(h)) { return; }', kept('localhost', 'local-only')),
  body('if (h.equalsIgnoreCase("localhost") || h.startsWith("127.0.0.1")) return;', [
    ['localhost', 'local-only', 'keep'],
    ['127.0.0.1', 'local-only', 'keep'],
  ]),
  members(
    'static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1");\n  boolean f(String h) { return LOCAL.contains(h); }',
    [
      ['localhost', 'local-only', 'keep'],
      ['127.0.0.1', 'local-only', 'keep'],
    ],
  ),
  body('switch (h) {\n      case "localhost":\n        return;\n    }', kept('localhost', 'local-only')),
  body('boolean b = List.of("localhost", "::1").contains(h);', [
    ['localhost', 'local-only', 'keep'],
    ['::1', 'local-only', 'keep'],
  ]),
  body('Pattern p = Pattern.compile("^https?://localhost(:\\\\d+)?$");', kept('localhost', 'local-only')),
  java('@CrossOrigin(origins = {"http://localhost:5173"})\nclass A {}\n', kept('localhost:5173', 'origin')),
  body('registry.addMapping("/**").allowedOrigins("http://localhost:5173");', kept('localhost:5173', 'origin')),
  body('cors.setAllowedOrigins(List.of("http://localhost:5173", "http://localhost:6101"));', [
    ['localhost:5173', 'origin', 'keep'],
    ['localhost:6101', 'origin', 'keep'],
  ]),
  java(
    'class T { String u = "http://localhost:6105"; }\n',
    kept('localhost:6105', 'test'),
    undefined,
    'src/test/java/T.java',
  ),
  java(
    'class RatesIT { String u = "http://localhost:6105"; }\n',
    kept('localhost:6105', 'test'),
    undefined,
    'app/RatesIT.java',
  ),
  java('// Generated by the protocol buffer compiler.  DO NOT EDIT!\nclass A { String u = "localhost:6105"; }\n', [
    ['localhost:6105', 'dynamic', 'risk'],
  ]),
  body('String h = request.getHeader("Host") != null ? request.getHeader("Host") : "localhost";', [
    ['localhost', 'unknown', 'ask'],
  ]),
  body(
    'String u = Optional.ofNullable(config.tariff()).orElse("http://localhost:6105");',
    kept('localhost:6105', 'fallback'),
  ),
  body('security.hasIpAddress("127.0.0.1");', [['127.0.0.1', 'local-only', 'keep']]),
  body('String u = "a:\\n"; String q = "\\\\d:\\\\w";', []),
  body('rest.getForObject("http://localhost:6101/actuator/health", String.class);', [
    ['localhost:6101', 'self-probe', 'edit', 'localhost:8080'],
  ]),
]

test.each([...PEERS, ...CHAINS, ...ENVIRONMENT, ...BINDS, ...TRAPS].map(titled))('%s', (_title, example) =>
  checkExample(example),
)
