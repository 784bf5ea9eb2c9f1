// Sites as .NET teams write them: object initialisers, configuration, hosts and clients; and the traps beside them.
import { test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

const TARIFF = 'http://${tariff.host}:${tariff.port.http}'
type Expect = Example['expect']

function cs(source: string, expect: Expect, environment?: Record<string, string>, file = 'A.cs'): Example {
  return { file, source, expect, ...(environment ? { environment } : {}) }
}
/** Members of a class. */
function members(text: string, expect: Expect, environment?: Record<string, string>): Example {
  return cs(`namespace Crane;\n\npublic class A\n{\n    ${text}\n}\n`, expect, environment)
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
const ownUrl: Expect = [['localhost:6101', 'bind', 'edit', '0.0.0.0:8080']]
const kept = (text: string, role: Expect[number][1]): Expect => [[text, role, 'keep']]

const PEERS: Example[] = [
  members('private const string Url = "http://localhost:6105/v1";', tariff),
  members('public string TariffUrl { get; set; } = "http://localhost:6105";', tariff),
  members('public string TariffUrl => "http://localhost:6105";', tariff),
  members('string Url() => "http://localhost:6105";', tariff),
  cs('client.BaseAddress = new Uri("http://localhost:6105/");\n', tariff),
  cs('var c = new HttpClient { BaseAddress = new Uri("http://localhost:6105") };\n', tariff),
  cs('services.AddHttpClient<Tariff>(c => c.BaseAddress = new Uri("http://localhost:6105"));\n', tariff),
  cs('services.AddHttpClient("tariff", c =>\n{\n    c.BaseAddress = new("http://localhost:6105");\n});\n', tariff),
  cs('using var ch = GrpcChannel.ForAddress("http://localhost:6105");\n', tariff),
  cs('var r = await http.GetStringAsync($"http://localhost:6105/v1/{id}");\n', tariff),
  cs('var r = await http.GetStringAsync(@"http://localhost:6105/v1");\n', tariff),
  members(
    'const string Host = "localhost";\n    const int Port = 6105;\n    string Url() => $"http://{Host}:{Port}/v1";',
    split,
  ),
  members(
    'static readonly string Host = "localhost";\n    const int Port = 6105;\n    string Url() { return "http://" + Host + ":" + Port.ToString() + "/v1"; }',
    split,
  ),
  cs('var u = string.Format("http://{0}:{1}/v1", "localhost", 6105);\n', split),
  cs('var u = string.Format(CultureInfo.InvariantCulture, "http://{1}:{0:D}/v1", 6105, "localhost");\n', swapped),
  cs('var u = string.Concat("http://", "localhost", ":", 6105);\n', split),
  cs('var u = new StringBuilder("http://").Append("localhost").Append(\':\').Append(6105).ToString();\n', split),
  cs('var u = new UriBuilder("http", "localhost", 6105, "/v1").Uri;\n', split),
  cs('var u = new UriBuilder { Scheme = "http", Host = "localhost", Port = 6105 }.Uri;\n', split),
  cs('var c = new TcpClient("localhost", 6105);\n', split),
  cs('await socket.ConnectAsync(new DnsEndPoint("localhost", 6105));\n', split),
  cs('await tcp.ConnectAsync(host: "localhost", port: 6105);\n', split),
  cs('client?.Connect("localhost", 6105);\n', split),
  cs('var o = new DepotOptions { Port = 6107, HostName = "localhost" };\n', [
    ['6107', 'peer', 'edit', '8080'],
    ['localhost', 'peer', 'edit', 'depot'],
  ]),
  cs('DepotOptions o = new() { HostName = "localhost", Port = 6107 };\n', [
    ['localhost', 'peer', 'edit', 'depot'],
    ['6107', 'peer', 'edit', '8080'],
  ]),
  cs(
    'var a = new Client();\na.HostName = "localhost";\na.Port = 6105;\nvar b = new Client();\nb.Port = 6107;\nb.HostName = "localhost";\n',
    [
      ['localhost', 'peer', 'edit', 'tariff'],
      ['6105', 'peer', 'edit', '8080'],
      ['6107', 'peer', 'edit', '8080'],
      ['localhost', 'peer', 'edit', 'depot'],
    ],
  ),
  cs('var f = new ConnectionFactory { HostName = "localhost" };\n', [['localhost', 'peer', 'ask']]),
  cs('services.AddDbContext<Db>(o => o.UseNpgsql("Host=localhost;Port=5432;Database=crane"));\n', [
    ['localhost', 'peer', 'edit', 'sql'],
  ]),
  cs('services.AddDbContext<Db>(o => o.UseNpgsql("Host=localhost;Database=crane"));\n', [
    ['localhost', 'peer', 'edit', 'sql'],
  ]),
  cs('using var c = new SqlConnection("Server=localhost,1433;Database=crane");\n', [['localhost', 'peer', 'ask']]),
  cs('var m = ConnectionMultiplexer.Connect("localhost:6379,abortConnect=false");\n', [
    ['localhost:6379', 'peer', 'edit', 'valkey:6379'],
  ]),
  cs('var m = ConnectionMultiplexer.Connect("localhost");\n', [['localhost', 'peer', 'edit', 'valkey']]),
  cs('services.AddStackExchangeRedisCache(options =>\n{\n    options.Configuration = "localhost";\n});\n', [
    ['localhost', 'peer', 'edit', 'valkey'],
  ]),
  cs('await using var n = new NatsConnection(new NatsOpts { Url = "nats://localhost:4222" });\n', [
    ['localhost:4222', 'peer', 'edit', 'nats:4222'],
  ]),
  cs('string[] l = { "localhost:6105", "127.0.0.1:6107" };\n', [
    ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
    ['127.0.0.1:6107', 'peer', 'edit', 'depot:8080'],
  ]),
  cs('List<string> l = ["http://localhost:6105", "http://[::1]:6107"];\n', [
    ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
    ['[::1]:6107', 'peer', 'edit', 'depot:8080'],
  ]),
  cs(
    'var d = new Dictionary<string, string> { ["tariff"] = "http://localhost:6108", { "depot", "http://localhost:6108" } };\n',
    [
      ['localhost:6108', 'peer', 'edit', 'tariff:8080'],
      ['localhost:6108', 'peer', 'edit', 'depot:8080'],
    ],
  ),
  cs('var s = """\n    { "tariff": "http://localhost:6105" }\n    """;\n', tariff),
  cs('var u = env.IsProduction() ? "http://rates.example" : "http://localhost:6105";\n', tariff),
  cs('var u = mode switch { "a" => "http://localhost:6105", _ => mode };\n', tariff),
  cs('public record Peer(string Url = "http://localhost:6105");\n', tariff),
  members('public A() : base("localhost", 6105) { }', split),
  members('public A(string host = "localhost", int port = 6105) { }', split),
  cs('var p = @"C:\\Legacy\\data\\crane.db";\n', [['C:\\Legacy\\data\\crane.db', 'path', 'edit', '/data/crane.db']]),
  cs('var p = "C:\\\\Legacy\\\\logs\\\\crane.log";\n', [
    ['C:\\\\Legacy\\\\logs\\\\crane.log', 'path', 'edit', '/data/logs/crane.log'],
  ]),
  cs('var p = $@"C:\\Legacy\\data\\{day}.csv";\n', [
    ['C:\\Legacy\\data\\{day}.csv', 'path', 'edit', '/data/{day}.csv'],
  ]),
  cs('gateway.Connect("127.0.0.1", 7497, 1);\n', [['127.0.0.1', 'host-peer', 'edit', 'host.docker.internal']]),
]

const fromEnvironment: Expect = [['localhost:6105', 'peer', 'env']]
const ADDRESSES: Example[] = [
  cs(
    'var d = new Dictionary<string, (string, int)> { ["tariff"] = ("localhost", 6105), ["depot"] = (Host: "localhost", Port: 6107) };\n',
    [
      ['localhost', 'peer', 'edit', 'tariff'],
      ['6105', 'peer', 'edit', '8080'],
      ['localhost', 'peer', 'edit', 'depot'],
      ['6107', 'peer', 'edit', '8080'],
    ],
  ),
  cs('var o = new ConfigurationOptions { EndPoints = { { "localhost", 6379 }, "localhost:6379" } };\n', [
    ['localhost', 'peer', 'edit', 'valkey'],
    ['localhost:6379', 'peer', 'edit', 'valkey:6379'],
  ]),
]
const ENVIRONMENT: Example[] = [
  cs('var u = Environment.GetEnvironmentVariable("TARIFF_URL") ?? "http://localhost:6105";\n', fromEnvironment, {
    TARIFF_URL: TARIFF,
  }),
  cs(
    'var u = new Uri(Environment.GetEnvironmentVariable("TARIFF_URL") ?? "http://localhost:6105");\n',
    fromEnvironment,
    { TARIFF_URL: TARIFF },
  ),
  cs('var u = builder.Configuration["Tariff:Url"] ?? "http://localhost:6105";\n', fromEnvironment, {
    Tariff__Url: TARIFF,
  }),
  cs('var u = _configuration.GetValue<string>("Tariff:Url", "http://localhost:6105");\n', fromEnvironment, {
    Tariff__Url: TARIFF,
  }),
  cs('var u = configuration.GetValue<string>("Tariff:Url") ?? "http://localhost:6105";\n', fromEnvironment, {
    Tariff__Url: TARIFF,
  }),
  cs('var s = config.GetSection("Tariff");\nvar u = s["Url"] ?? "http://localhost:6105";\n', fromEnvironment, {
    Tariff__Url: TARIFF,
  }),
  cs('var u = config.GetSection("Tariff").GetValue("Url", "http://localhost:6105");\n', fromEnvironment, {
    Tariff__Url: TARIFF,
  }),
  cs(
    'var c = builder.Configuration.GetConnectionString("Crane") ?? "Host=localhost;Port=5432;Database=crane";\n',
    [['localhost', 'peer', 'env']],
    {
      ConnectionStrings__Crane: 'Host=${sql.host};Port=${sql.port.client};Database=crane',
    },
  ),
  cs(
    'var c = new ConfigurationBuilder().AddEnvironmentVariables("CRANE_").Build();\nvar u = config["TariffUrl"] ?? "http://localhost:6105";\n',
    fromEnvironment,
    { CRANE_TariffUrl: TARIFF },
  ),
  cs(
    'var u = Environment.GetEnvironmentVariable("TARIFF_URL");\nif (string.IsNullOrEmpty(u))\n{\n    u = "http://localhost:6105";\n}\n',
    fromEnvironment,
    { TARIFF_URL: TARIFF },
  ),
  cs('var u = Environment.GetEnvironmentVariable("TARIFF_URL");\nu ??= "http://localhost:6105";\n', fromEnvironment, {
    TARIFF_URL: TARIFF,
  }),
  cs(
    'var e = Environment.GetEnvironmentVariable("TARIFF_URL");\nvar u = string.IsNullOrWhiteSpace(e) ? "http://localhost:6105" : e;\n',
    fromEnvironment,
    { TARIFF_URL: TARIFF },
  ),
  cs(
    'var u = Environment.GetEnvironmentVariable("TARIFF_URL") is { Length: > 0 } v ? v : "http://localhost:6105";\n',
    fromEnvironment,
    { TARIFF_URL: TARIFF },
  ),
  cs(
    'var port = int.TryParse(Environment.GetEnvironmentVariable("PORT"), out var p) ? p : 6101;\napp.Listen(port);\n',
    [['6101', 'bind', 'env']],
    { PORT: '${self.port.http}' },
  ),
  cs('var u = EnvOr("TARIFF_URL", "http://localhost:6105");\n', fromEnvironment, { TARIFF_URL: TARIFF }),
  cs(
    'public class TariffOptions\n{\n    public const string SectionName = "Tariff";\n    public string Url { get; set; } = "http://localhost:6105";\n}\n',
    fromEnvironment,
    { Tariff__Url: TARIFF },
  ),
  // Not settable: a dictionary is no configuration, a builder without variables reads none.
  cs(
    'Dictionary<string, string> config = Load();\nvar u = config["Tariff:Url"] ?? "http://localhost:6105";\n',
    kept('localhost:6105', 'fallback'),
  ),
  cs(
    'var c = new ConfigurationBuilder().AddJsonFile("a.json").Build();\nvar u = config["Tariff:Url"] ?? "http://localhost:6105";\n',
    kept('localhost:6105', 'fallback'),
  ),
]

const BINDS: Example[] = [
  cs('app.Run("http://localhost:6101");\n', ownUrl),
  cs('await app.RunAsync("http://localhost:6101");\n', ownUrl),
  cs('builder.WebHost.UseUrls("http://localhost:6101");\n', ownUrl),
  cs('app.Urls.Add("http://localhost:6101");\n', ownUrl),
  cs('builder.WebHost.UseSetting("urls", "http://localhost:6101");\n', ownUrl),
  cs('listener.Prefixes.Add("http://localhost:6101/");\n', ownUrl),
  cs('builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Parse("127.0.0.1"), 6101));\n', served),
  cs('builder.WebHost.ConfigureKestrel(o => o.ListenAnyIP(6101));\n', [['6101', 'bind', 'edit', '8080']]),
  cs('var l = new TcpListener(IPAddress.Parse("127.0.0.1"), 6101);\nl.AcceptTcpClient();\n', served),
  cs('var l = new TcpListener(IPAddress.Any, 6101);\n', [['6101', 'bind', 'edit', '8080']]),
  cs('socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.1"), 6101));\n', served),
  cs('var s = new Server { Ports = { new ServerPort("127.0.0.1", 6101, ServerCredentials.Insecure) } };\n', served),
  cs('new KestrelMetricServer(port: 6201).Start();\n', [['6201', 'bind', 'edit', '9080']]),
  cs('const int Port = 6101;\nawait server.ListenAsync(Port);\nlistener.Listen(Port);\n', [
    ['6101', 'bind', 'edit', '8080'],
  ]),
  cs('app.Run("http://0.0.0.0:6101");\n', [['0.0.0.0:6101', 'bind', 'edit', '0.0.0.0:8080']]),
]

const TRAPS: Example[] = [
  cs('return Redirect("http://localhost:6101/done");\n', kept('localhost:6101', 'origin')),
  // A name in its place would not parse.
  cs('await tcp.ConnectAsync(IPAddress.Parse("127.0.0.1"), 6107);\n', [['127.0.0.1', 'peer', 'risk']]),
  cs('return Accepted($"http://localhost:6101/v1/{id}");\n', [['localhost:6101', 'advertised', 'edit', 'crane:8080']]),
  cs('app.Urls.Add("http://localhost:5055");\n', [['localhost:5055', 'bind', 'edit', '0.0.0.0:5055']]),
  cs('// http://localhost:6105\n/* 127.0.0.1:6107 */\n', [
    ['localhost:6105', 'doc', 'keep'],
    ['127.0.0.1:6107', 'doc', 'keep'],
  ]),
  cs('/// <summary>Talks to http://localhost:6105.</summary>\nclass A { }\n', kept('localhost:6105', 'doc')),
  cs('_logger.LogInformation("rates at http://localhost:6105/{Id}", id);\n', kept('localhost:6105', 'doc')),
  cs('Log.Information("up on http://localhost:{Port}", port);\n', kept('localhost', 'doc')),
  cs('Console.WriteLine($"listening on http://localhost:{port}");\n', kept('localhost', 'doc')),
  cs('Console.Error.WriteLine("no tariff at localhost:6105");\n', kept('localhost:6105', 'doc')),
  cs('Debug.WriteLine("http://localhost:6105");\n', kept('localhost:6105', 'doc')),
  cs('throw new InvalidOperationException("cannot reach localhost:6105");\n', kept('localhost:6105', 'doc')),
  cs('var x = y ?? throw new InvalidOperationException($"nothing at localhost:{p}");\n', kept('localhost', 'doc')),
  cs('if (host == "localhost" || host is "127.0.0.1" or "::1") return;\n', [
    ['localhost', 'local-only', 'keep'],
    ['127.0.0.1', 'local-only', 'keep'],
    ['::1', 'local-only', 'keep'],
  ]),
  cs(
    'var ok = string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase);\n',
    kept('localhost', 'local-only'),
  ),
  members(
    'static readonly HashSet<string> Local = new() { "localhost", "127.0.0.1" };\n    bool F(string h) => Local.Contains(h);',
    [
      ['localhost', 'local-only', 'keep'],
      ['127.0.0.1', 'local-only', 'keep'],
    ],
  ),
  cs('var ok = new[] { "localhost", "::1" }.Contains(host);\n', [
    ['localhost', 'local-only', 'keep'],
    ['::1', 'local-only', 'keep'],
  ]),
  cs('var r = host switch { "localhost" => 1, _ => 2 };\n', kept('localhost', 'local-only')),
  cs('switch (host)\n{\n    case "localhost":\n        return;\n}\n', kept('localhost', 'local-only')),
  cs('var r = new Regex(@"^https?://localhost(:\\d+)?$");\n', kept('localhost', 'local-only')),
  cs('options.KnownProxies.Add(IPAddress.Parse("127.0.0.1"));\n', kept('127.0.0.1', 'local-only')),
  cs('policy.WithOrigins("http://localhost:5173", "http://localhost:6101").AllowAnyHeader();\n', [
    ['localhost:5173', 'origin', 'keep'],
    ['localhost:6101', 'origin', 'keep'],
  ]),
  cs(
    'services.AddCors(o => o.AddDefaultPolicy(p => p.WithOrigins("http://localhost:5173")));\n',
    kept('localhost:5173', 'origin'),
  ),
  cs('options.RedirectUri = "http://localhost:6101/cb";\n', kept('localhost:6101', 'origin')),
  cs(
    'class T { string u = "http://localhost:6105"; }\n',
    kept('localhost:6105', 'test'),
    undefined,
    'Crane.Tests/T.cs',
  ),
  cs(
    'class T { string u = "http://localhost:6105"; }\n',
    kept('localhost:6105', 'test'),
    undefined,
    'src/RatesTests.cs',
  ),
  cs('// <auto-generated>\nclass A { string u = "localhost:6105"; }\n', [['localhost:6105', 'dynamic', 'risk']]),
  cs(
    'class A { string u = "localhost:6105"; }\n',
    [['localhost:6105', 'dynamic', 'risk']],
    undefined,
    'Form1.Designer.cs',
  ),
  cs('var h = uri.Host ?? "localhost";\n', kept('localhost', 'fallback')),
  cs('var u = settings.TariffUrl ?? "http://localhost:6105";\n', kept('localhost:6105', 'fallback')),
  cs('var r = await http.GetAsync("http://localhost:6101/healthz");\n', [
    ['localhost:6101', 'self-probe', 'edit', 'localhost:8080'],
  ]),
  cs('var s = "a:\\n" + @"\\d:\\w";\n', []),
]

test.each([...PEERS, ...ADDRESSES, ...ENVIRONMENT, ...BINDS, ...TRAPS].map(titled))('%s', (_title, example) =>
  checkExample(example),
)
