// Sites as Go teams write them: constants, guards instead of defaults, struct tags, flags, listeners; and the traps beside them.
import { describe, test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

type Expect = Example['expect']
type Environment = Record<string, string>
const TARIFF = 'http://${tariff.host}:${tariff.port.http}'

/** Declarations of a package. */
function top(text: string, expect: Expect, environment?: Environment, file = 'a.go'): Example {
  return { file, source: `package main\n\n${text}\n`, expect, ...(environment ? { environment } : {}) }
}
/** Statements of a function. */
function body(text: string, expect: Expect, environment?: Environment, file = 'a.go'): Example {
  return top(`func run(ctx context.Context) {\n\t${text.replaceAll('\n', '\n\t')}\n}`, expect, environment, file)
}

const tariff: Expect = [['localhost:6105', 'peer', 'edit', 'tariff:8080']]
const split: Expect = [
  ['localhost', 'peer', 'edit', 'tariff'],
  ['6105', 'peer', 'edit', '8080'],
]
const covered: Expect = [['localhost:6105', 'peer', 'env']]
const ownPort: Expect = [['6101', 'bind', 'edit', '8080']]
const served: Expect = [['localhost:6101', 'bind', 'edit', '0.0.0.0:8080']]
const kept = (text: string, role: Expect[number][1]): Expect => [[text, role, 'keep']]

const PEERS: Example[] = [
  top('const tariffURL = "http://localhost:6105/v1"', tariff),
  top('const apiVersion, tariffBase = "v1", "http://localhost:6105"', tariff),
  top('const (\n\tkindA = iota\n\tkindB\n\ttariffHost = "localhost"\n\ttariffPort = 6105\n)', split),
  top('var (\n\tbase = `http://localhost:6105/v1`\n)', tariff),
  top('var peers = []Peer{\n\t{Name: "tariff", Addr: "localhost:6105"},\n}', tariff),
  top('var peers = []Peer{{"tariff", "localhost", 6105}}', split),
  top('var routes = map[string]Route{\n\t"/api": {Host: "localhost", Port: 6105},\n}', split),
  top('var nodes = []string{"localhost:6105", "127.0.0.1:6107"}', [
    ...tariff,
    ['127.0.0.1:6107', 'peer', 'edit', 'depot:8080'],
  ]),
  body('conn, err := net.Dial("tcp", "localhost:6105")', tariff),
  body('conn, err := net.Dial("tcp", net.JoinHostPort("localhost", "6105"))', split),
  body('u := "http://" + net.JoinHostPort("localhost", strconv.Itoa(6105)) + "/v1"', split),
  body('resp, err := http.Get(fmt.Sprintf("http://%s:%d/v1/%s", "localhost", 6105, id))', split),
  body('u := "http://localhost:" + strconv.Itoa(6105)', split),
  body('u := url.URL{Scheme: "http", Host: "localhost:6105", Path: "/v1"}', tariff),
  body('target, _ := url.Parse("http://localhost:6105")\nproxy := httputil.NewSingleHostReverseProxy(target)', tariff),
  body('req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost:6105/v1", nil)', tariff),
  body('cc, err := grpc.NewClient("localhost:6105", grpc.WithTransportCredentials(insecure.NewCredentials()))', tariff),
  body('c := resty.New().\n\tSetTimeout(3 * time.Second).\n\tSetBaseURL("http://localhost:6105")', tariff),
  body('c := &Client{base: "http://localhost:6105", timeout: 5 * time.Second}', tariff),
  body('rdb := redis.NewClient(&redis.Options{\n\tAddr: "localhost:6379",\n\tDB:   2,\n})', [
    ['localhost:6379', 'peer', 'edit', 'valkey:6379'],
  ]),
  body('nc, err := nats.Connect("nats://localhost:4222")', [['localhost:4222', 'peer', 'edit', 'nats:4222']]),
  body('nc, err := nats.Connect(nats.DefaultURL)', [['nats.DefaultURL', 'peer', 'edit', '"nats://nats:4222"']]),
  body(
    'url := os.Getenv("NATS_URL")\nif url == "" {\n\turl = nats.DefaultURL\n}',
    [['nats.DefaultURL', 'peer', 'env']],
    { NATS_URL: 'nats://${nats.host}:${nats.port.client}' },
  ),
  body('pool, err := pgxpool.New(ctx, "postgres://u:p%40@localhost/crane?sslmode=disable")', [
    ['localhost', 'peer', 'edit', 'sql'],
  ]),
  body('db, err := sql.Open("postgres", "host=localhost user=crane dbname=crane")', [
    ['localhost', 'peer', 'edit', 'sql'],
  ]),
  body('db, err := sql.Open("pgx", "host=127.0.0.1 port=5432 user=crane")', [['127.0.0.1', 'peer', 'edit', 'sql']]),
  body('dsn := fmt.Sprintf("host=%s port=%d user=%s", "localhost", 5432, user)', [
    ['localhost', 'peer', 'edit', 'sql'],
  ]),
  body('if cfg.TariffURL == "" {\n\tcfg.TariffURL = "http://localhost:6105"\n}', tariff),
  body(
    'if c.TariffHost == "" {\n\tc.TariffHost = "localhost"\n}\nif c.TariffPort == 0 {\n\tc.TariffPort = 6105\n}',
    split,
  ),
  body('os.Setenv("TARIFF", "http://localhost:6105")', tariff),
  body('terminal.Connect("127.0.0.1", 7497)', [['127.0.0.1', 'host-peer', 'edit', 'host.docker.internal']]),
  body('db := open("C:\\\\Legacy\\\\data\\\\q.db")', [['C:\\\\Legacy\\\\data\\\\q.db', 'path', 'edit', '/data/q.db']]),
  body('db := open(`C:\\Legacy\\data\\q.db`)', [['C:\\Legacy\\data\\q.db', 'path', 'edit', '/data/q.db']]),
  top('type Config struct {\n\tDepot string `yaml:"depot" default:"http://localhost:6105"`\n}', tariff),
]

/** Names that are equal and mean different things. */
const SCOPES: Example[] = [
  top(
    'func dial() {\n\taddr := "localhost:6105"\n\tconnect(addr)\n}\n\nfunc (s *Server) Run() error {\n\treturn http.ListenAndServe(s.addr, nil)\n}',
    tariff,
  ),
  top(
    'func dial() {\n\taddr := "localhost:6105"\n\tconnect(addr)\n}\n\nfunc is(h, x string) bool {\n\treturn h == x || other(func(addr string) bool { return addr == h })\n}',
    tariff,
  ),
  top(
    'func one() {\n\ttarget := "http://localhost:6105"\n\tget(target)\n}\n\nfunc two() {\n\tlog.Println(target)\n}',
    tariff,
  ),
]

const SETTINGS: Example[] = [
  body('u := getEnv("TARIFF_URL", "http://localhost:6105")', covered, { TARIFF_URL: TARIFF }),
  body('u := os.Getenv("TARIFF_URL")\nif u == "" {\n\tu = "http://localhost:6105"\n}', covered, { TARIFF_URL: TARIFF }),
  body('u, ok := os.LookupEnv("TARIFF_URL")\nif !ok {\n\tu = "http://localhost:6105"\n}', covered, {
    TARIFF_URL: TARIFF,
  }),
  body('u := "http://localhost:6105"\nif v := os.Getenv("TARIFF_URL"); v != "" {\n\tu = v\n}', covered, {
    TARIFF_URL: TARIFF,
  }),
  body(
    'cfg := Config{TariffURL: "http://localhost:6105"}\nif v := os.Getenv("T_URL"); v != "" {\n\tcfg.TariffURL = v\n}',
    covered,
    {
      T_URL: TARIFF,
    },
  ),
  body('u := cmp.Or(os.Getenv("TARIFF_URL"), "http://localhost:6105")', covered, { TARIFF_URL: TARIFF }),
  top('const envKey = "TARIFF_URL"\n\nvar u = envOr(envKey, "http://localhost:6105")', covered, { TARIFF_URL: TARIFF }),
  top(
    'func tariffURL() string {\n\tif v := os.Getenv("TARIFF_URL"); v != "" {\n\t\treturn v\n\t}\n\treturn "http://localhost:6105"\n}',
    covered,
    { TARIFF_URL: TARIFF },
  ),
  top(
    'func setting(key, fallback string) string {\n\tif v, ok := os.LookupEnv(key); ok {\n\t\treturn v\n\t}\n\treturn fallback\n}\n\nvar u = setting("TARIFF_URL", "http://localhost:6105")',
    covered,
    { TARIFF_URL: TARIFF },
  ),
  body(
    'addr := getEnv("TARIFF_HOST", "localhost") + ":" + getEnv("TARIFF_PORT", "6105")',
    [
      ['localhost', 'peer', 'env'],
      ['6105', 'peer', 'env'],
    ],
    { TARIFF_HOST: '${tariff.host}', TARIFF_PORT: '${tariff.port.http}' },
  ),
  top(
    'type Config struct {\n\tTariff string `env:"TARIFF_URL" envDefault:"http://localhost:6105" json:"t"`\n}',
    covered,
    {
      TARIFF_URL: TARIFF,
    },
  ),
  top('type Config struct {\n\tTariff string `env:"TARIFF_URL, default=http://localhost:6105"`\n}', covered, {
    TARIFF_URL: TARIFF,
  }),
  top(
    'type Config struct {\n\tTariffURL string `split_words:"true" default:"http://localhost:6105"`\n}\n\nfunc load(c *Config) error { return envconfig.Process("crane", c) }',
    covered,
    { CRANE_TARIFF_URL: TARIFF },
  ),
  body(
    'viper.AutomaticEnv()\nviper.SetEnvPrefix("crane")\nviper.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))\nviper.SetDefault("tariff.url", "http://localhost:6105")',
    covered,
    {
      CRANE_TARIFF_URL: TARIFF,
    },
  ),
  body('v.BindEnv("tariff.url", "RATES_URL")\nv.SetDefault("tariff.url", "http://localhost:6105")', covered, {
    RATES_URL: TARIFF,
  }),
  body('viper.SetDefault("tariff.url", "http://localhost:6105")', tariff),
  body('u := flag.String("tariff-url", "http://localhost:6105", "tariff, e.g. http://localhost:6105")', [
    ...tariff,
    ['localhost:6105', 'doc', 'keep'],
  ]),
  body('cmd.Flags().StringVarP(&o.tariff, "tariff", "t", "http://localhost:6105", "where tariff is")', tariff),
  body(
    'f := &cli.StringFlag{Name: "tariff", Value: "http://localhost:6105", EnvVars: []string{"TARIFF_URL"}}',
    covered,
    {
      TARIFF_URL: TARIFF,
    },
  ),
  body('u := kingpin.Flag("tariff", "help").Default("http://localhost:6105").Envar("TARIFF_URL").String()', covered, {
    TARIFF_URL: TARIFF,
  }),
]

const LISTENERS: Example[] = [
  body('lis, err := net.Listen("tcp", "127.0.0.1:6101")', [['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080']]),
  body('lis, err := net.Listen("tcp", net.JoinHostPort("localhost", "6101"))', [
    ['localhost', 'bind', 'edit', '0.0.0.0'],
    ...ownPort,
  ]),
  body('log.Fatal(http.ListenAndServe(":6101", mux))', ownPort),
  body('log.Fatal(http.ListenAndServe("0.0.0.0:6101", mux))', [['0.0.0.0:6101', 'bind', 'edit', '0.0.0.0:8080']]),
  body('srv := &http.Server{\n\tAddr:    "localhost:6101",\n\tHandler: mux,\n}', served),
  body('addr := "localhost:6101"\nsrv := &http.Server{Addr: addr}', served),
  body('r.Run(":6101")', ownPort),
  body('e.Logger.Fatal(e.Start("localhost:6101"))', served),
  body('log.Fatal(app.Listen("localhost:6101"))', served),
  body('port := 6101\nhttp.ListenAndServe(fmt.Sprintf(":%d", port), nil)', ownPort),
  body(
    'port := os.Getenv("PORT")\nif port == "" {\n\tport = "6101"\n}\nhttp.ListenAndServe("127.0.0.1:"+port, nil)',
    [
      ['6101', 'bind', 'env'],
      ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
    ],
    { PORT: '${self.port.http}' },
  ),
  body('addr := getEnv("LISTEN_ADDR", ":6101")\nhttp.ListenAndServe(addr, nil)', [['6101', 'bind', 'env']], {
    LISTEN_ADDR: ':${self.port.http}',
  }),
  body('addr := flag.String("listen", "localhost:6101", "address")\nhttp.ListenAndServe(*addr, nil)', served),
  body('port := flag.Int("port", 6101, "port")', ownPort),
  body('cfg := &Config{Host: "127.0.0.1", Port: 6101}', [['127.0.0.1', 'bind', 'edit', '0.0.0.0'], ...ownPort]),
  top('type Config struct {\n\tPort int `env:"PORT" envDefault:"6101"`\n}', [['6101', 'bind', 'env']], {
    PORT: '${self.port.http}',
  }),
  body('go http.ListenAndServe("localhost:6201", promhttp.Handler())', [
    ['localhost:6201', 'bind', 'edit', '0.0.0.0:9080'],
  ]),
  body('ln, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.ParseIP("127.0.0.1"), Port: 6101})', [
    ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
    ...ownPort,
  ]),
  body('resp, err := http.Get("http://localhost:6101/healthz")', [
    ['localhost:6101', 'self-probe', 'edit', 'localhost:8080'],
  ]),
  body('reg := &api.AgentServiceRegistration{Name: "crane", Address: "127.0.0.1", Port: 6101}', [
    ['127.0.0.1', 'advertised', 'edit', 'crane'],
    ['6101', 'advertised', 'edit', '8080'],
  ]),
]

const TRAPS: Example[] = [
  top('// Talks to http://localhost:6105.', kept('localhost:6105', 'doc')),
  top('/* dev: redis://localhost:6379 */', kept('localhost:6379', 'doc')),
  body('log.Printf("listening on http://localhost:%d", port)', kept('localhost', 'doc')),
  body('slog.Info("up", "url", "http://localhost:6101")', kept('localhost:6101', 'doc')),
  body('logger.Info("up", zap.String("addr", "localhost:6101"))', kept('localhost:6101', 'doc')),
  body('log.Info().Str("addr", "localhost:6101").Msg("up")', kept('localhost:6101', 'doc')),
  body('level.Info(logger).Log("addr", "localhost:6101")', kept('localhost:6101', 'doc')),
  body('fmt.Fprintln(os.Stderr, "open http://localhost:6101")', kept('localhost:6101', 'doc')),
  body('return fmt.Errorf("dial localhost:6105: %w", err)', kept('localhost:6105', 'doc')),
  body('return errors.New("localhost:6105 is down")', kept('localhost:6105', 'doc')),
  body('if host == "localhost" || strings.HasPrefix(host, "127.0.0.1") {\n}', [
    ['localhost', 'local-only', 'keep'],
    ['127.0.0.1', 'local-only', 'keep'],
  ]),
  body('switch host {\ncase "localhost", "::1":\n}', [
    ['localhost', 'local-only', 'keep'],
    ['::1', 'local-only', 'keep'],
  ]),
  top('var local = map[string]bool{"127.0.0.1": true}', kept('127.0.0.1', 'local-only')),
  top('var allowedHosts = []string{"localhost"}', kept('localhost', 'local-only')),
  body('ok := ip.Equal(net.ParseIP("127.0.0.1"))', kept('127.0.0.1', 'local-only')),
  body('re := regexp.MustCompile(`^http://localhost(:\\d+)?$`)', kept('localhost', 'local-only')),
  body(
    'host, _, err := net.SplitHostPort(r.RemoteAddr)\nif err != nil {\n\thost = "127.0.0.1"\n}',
    kept('127.0.0.1', 'fallback'),
  ),
  body(
    'r.Use(cors.New(cors.Config{AllowOrigins: []string{"http://localhost:3000"}}))',
    kept('localhost:3000', 'origin'),
  ),
  body('w.Header().Set("Access-Control-Allow-Origin", "http://localhost:3000")', kept('localhost:3000', 'origin')),
  body('go http.ListenAndServe("localhost:6060", debugMux)', kept('localhost:6060', 'bind')),
  top(
    'import _ "net/http/pprof"\n\nfunc main() {\n\tgo func() { log.Println(http.ListenAndServe("localhost:6060", nil)) }()\n}',
    kept('localhost:6060', 'bind'),
  ),
  body('cmd := &cobra.Command{Use: "crane", Long: "dials http://localhost:6105"}', kept('localhost:6105', 'doc')),
  top('type C struct {\n\tT string `help:"e.g. http://localhost:6105"`\n}', kept('localhost:6105', 'doc')),
  body('resp, err := http.Get("http://localhost:6105/v1")', kept('localhost:6105', 'test'), undefined, 'rates_test.go'),
  {
    file: 'e2e.go',
    source: '//go:build integration\n\npackage main\n\nconst base = "http://localhost:6105"\n',
    expect: kept('localhost:6105', 'test'),
  },
  {
    file: 'rates.pb.go',
    source: 'package x\n\nconst a = "localhost:6105"\n',
    expect: [['localhost:6105', 'dynamic', 'risk']],
  },
  body('cookie := &http.Cookie{Name: "s", Domain: "localhost"}', kept('localhost', 'origin')),
  body('c := x509.Certificate{DNSNames: []string{"localhost"}}', kept('localhost', 'local-only')),
  body('docs.SwaggerInfo.Host = "localhost:6101"', kept('localhost:6101', 'doc')),
  body('router.SetTrustedProxies([]string{"127.0.0.1"})', kept('127.0.0.1', 'local-only')),
  body('page := `<a href="http://localhost:6105/x">tariff</a>`', [['localhost:6105', 'browser', 'ask']]),
  body('s := "a:\\n" + `\\d:\\w`', []),
]

describe.each([
  ['peers', PEERS],
  ['scopes', SCOPES],
  ['settings', SETTINGS],
  ['listeners', LISTENERS],
  ['traps', TRAPS],
])('go %s', (_name, examples) => {
  test.each(examples.map(titled))('%s', (_title, example) => checkExample(example))
})
