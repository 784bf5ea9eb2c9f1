// Sites as Rust teams write them: macros with inline names, attributes, builders, results that fall back; and the traps beside them.
import { describe, test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

type Expect = Example['expect']
type Environment = Record<string, string>
const TARIFF = 'http://${tariff.host}:${tariff.port.http}'

/** Items of a crate. */
function top(source: string, expect: Expect, environment?: Environment, file = 'src/main.rs'): Example {
  return { file, source: `${source}\n`, expect, ...(environment ? { environment } : {}) }
}
/** Statements of a function. */
function body(text: string, expect: Expect, environment?: Environment): Example {
  return top(
    `async fn run() -> Result<()> {\n    ${text.replaceAll('\n', '\n    ')}\n    Ok(())\n}`,
    expect,
    environment,
  )
}

const tariff: Expect = [['localhost:6105', 'peer', 'edit', 'tariff:8080']]
const split: Expect = [
  ['localhost', 'peer', 'edit', 'tariff'],
  ['6105', 'peer', 'edit', '8080'],
]
const covered: Expect = [['localhost:6105', 'peer', 'env']]
const ownPort: Expect = [['6101', 'bind', 'edit', '8080']]
const opened: Expect = [['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080']]
const kept = (text: string, role: Expect[number][1]): Expect => [[text, role, 'keep']]

const PEERS: Example[] = [
  top('pub const TARIFF: &str = "http://localhost:6105/v1";', tariff),
  top('static TARIFF: &str = r#"http://localhost:6105/v1"#;', tariff),
  top(
    'const HOST: &str = "localhost";\nconst PORT: u16 = 6105;\nfn url() -> String { format!("http://{}:{}/v1", HOST, PORT) }',
    split,
  ),
  body('let url = format!("http://{}:{}/v1/{}", "localhost", 6105, id);', split),
  body('let url = format!("http://{host}:{port}/v1", host = "localhost", port = 6105);', split),
  body('let port = 6105;\nlet url = format!("http://localhost:{port}/v1");', [split[1]!, split[0]!]),
  body('let host = "localhost";\nlet port = 6105;\nlet url = format!("http://{host}:{port}/v1/{id}");', split),
  body('let url = "http://localhost:".to_string() + &6105.to_string();', split),
  body('let stream = TcpStream::connect("localhost:6105").await?;', tariff),
  body('let stream = TcpStream::connect(("localhost", 6105)).await?;', split),
  body('let channel = Channel::from_static("http://localhost:6105").connect().await?;', tariff),
  body('let base = Url::parse("http://localhost:6105/")?;', tariff),
  body('let quote = reqwest::Client::new()\n    .get("http://localhost:6105/v1")\n    .send()\n    .await?;', tariff),
  body('let peers = vec!["localhost:6105", "127.0.0.1:6107"];', [
    ...tariff,
    ['127.0.0.1:6107', 'peer', 'edit', 'depot:8080'],
  ]),
  body('let c = Config { tariff_host: "localhost".into(), tariff_port: 6105, ..Default::default() };', split),
  body('let c = Endpoint { host: String::from("localhost"), port: 6105 };', split),
  body('let j = json!({"tariff": "http://localhost:6105"});', tariff),
  body('let redis = redis::Client::open("redis://127.0.0.1/")?;', [['127.0.0.1', 'peer', 'edit', 'valkey']]),
  body('let pool = PgPoolOptions::new().max_connections(5).connect("postgres://a:p%40@localhost/crane").await?;', [
    ['localhost', 'peer', 'edit', 'sql'],
  ]),
  body('let nc = async_nats::connect("localhost:4222").await?;', [['localhost:4222', 'peer', 'edit', 'nats:4222']]),
  body('let p: FutureProducer = ClientConfig::new().set("bootstrap.servers", "localhost:6105").create()?;', tariff),
  body('let db = Path::new(r"C:\\Legacy\\data\\q.db");', [['C:\\Legacy\\data\\q.db', 'path', 'edit', '/data/q.db']]),
  body('let db = "C:\\\\Legacy\\\\data\\\\q.db";', [['C:\\\\Legacy\\\\data\\\\q.db', 'path', 'edit', '/data/q.db']]),
]

const SETTINGS: Example[] = [
  body('let u = env::var("TARIFF_URL").unwrap_or_else(|_| "http://localhost:6105".to_string());', covered, {
    TARIFF_URL: TARIFF,
  }),
  body('let u = std::env::var("TARIFF_URL").unwrap_or("http://localhost:6105".into());', covered, {
    TARIFF_URL: TARIFF,
  }),
  body('let u = option_env!("TARIFF_URL").unwrap_or("http://localhost:6105");', covered, { TARIFF_URL: TARIFF }),
  top(
    'fn tariff() -> String {\n    match std::env::var("TARIFF_URL") {\n        Ok(v) => v,\n        Err(_) => "http://localhost:6105".to_string(),\n    }\n}',
    covered,
    { TARIFF_URL: TARIFF },
  ),
  top(
    'fn tariff() -> String {\n    if let Ok(v) = env::var("TARIFF_URL") { v } else { "http://localhost:6105".into() }\n}',
    covered,
    { TARIFF_URL: TARIFF },
  ),
  body(
    'let host = env::var("DB_HOST").unwrap_or_else(|_| String::from("localhost"));\nlet port = env::var("DB_PORT").unwrap_or("5432".into());',
    [['localhost', 'peer', 'env']],
    { DB_HOST: '${sql.host}', DB_PORT: '${sql.port.client}' },
  ),
  top(
    'struct A {\n    #[arg(long, env = "TARIFF_URL", default_value = "http://localhost:6105")]\n    tariff: String,\n}',
    covered,
    {
      TARIFF_URL: TARIFF,
    },
  ),
  top(
    'struct A {\n    #[arg(long, env, default_value = "http://localhost:6105")]\n    tariff_url: String,\n}',
    covered,
    {
      TARIFF_URL: TARIFF,
    },
  ),
  top(
    'struct A {\n    #[arg(long, default_value = "http://localhost:6105", help = "like http://localhost:6105")]\n    tariff: String,\n}',
    [...tariff, ['localhost:6105', 'doc', 'keep']],
  ),
  body(
    'let c = Arg::new("tariff").env("TARIFF_URL").default_value("http://localhost:6105").help("e.g. localhost:6105");',
    [...covered, ['localhost:6105', 'doc', 'keep']],
  ),
]

const LISTENERS: Example[] = [
  body('let l = TcpListener::bind("127.0.0.1:6101").await?;', opened),
  body(
    'let addr: SocketAddr = "127.0.0.1:6101".parse()?;\naxum::Server::bind(&addr).serve(app.into_make_service()).await?;',
    opened,
  ),
  body('let addr = SocketAddr::from(([127, 0, 0, 1], 6101));\nlet l = tokio::net::TcpListener::bind(addr).await?;', [
    ['[127, 0, 0, 1]', 'bind', 'edit', '[0, 0, 0, 0]'],
    ...ownPort,
  ]),
  body('let l = UdpSocket::bind((Ipv4Addr::LOCALHOST, 6101))?;', [
    ['Ipv4Addr::LOCALHOST', 'bind', 'edit', 'Ipv4Addr::UNSPECIFIED'],
    ...ownPort,
  ]),
  body('HttpServer::new(|| App::new()).bind(("127.0.0.1", 6101))?.run().await?;', [
    ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
    ...ownPort,
  ]),
  body('warp::serve(routes).run(([127, 0, 0, 1], 6101)).await;', [
    ['[127, 0, 0, 1]', 'bind', 'edit', '[0, 0, 0, 0]'],
    ...ownPort,
  ]),
  body('Server::builder().add_service(svc).serve("[::1]:6101".parse()?).await?;', [
    ['[::1]:6101', 'bind', 'edit', '0.0.0.0:8080'],
  ]),
  body('let port = env::var("PORT").ok().and_then(|p| p.parse().ok()).unwrap_or(6101);', [['6101', 'bind', 'env']], {
    PORT: '${self.port.http}',
  }),
  top('struct A {\n    #[arg(long, default_value_t = 6101)]\n    port: u16,\n}', ownPort),
  body('let up = reqwest::get("http://127.0.0.1:6101/health").await?;', [
    ['127.0.0.1:6101', 'self-probe', 'edit', '127.0.0.1:8080'],
  ]),
]

const TRAPS: Example[] = [
  top('/// Talks to http://localhost:6105.\nfn f() {}', kept('localhost:6105', 'doc')),
  top('//! dev: redis://localhost:6379', kept('localhost:6379', 'doc')),
  body('/* localhost:6105 */', kept('localhost:6105', 'doc')),
  body('info!("up on http://localhost:{}", port);', kept('localhost', 'doc')),
  body('tracing::warn!(url = "http://localhost:6105", "no answer");', kept('localhost:6105', 'doc')),
  body('println!("open http://localhost:{port}");', kept('localhost', 'doc')),
  body('bail!("no tariff at localhost:6105");', kept('localhost:6105', 'doc')),
  body('let c = connect().await.context("localhost:6105 is down")?;', kept('localhost:6105', 'doc')),
  body('if host == "localhost" || host.starts_with("127.0.0.1") {}', [
    ['localhost', 'local-only', 'keep'],
    ['127.0.0.1', 'local-only', 'keep'],
  ]),
  body('let near = matches!(host, "localhost" | "::1");', [
    ['localhost', 'local-only', 'keep'],
    ['::1', 'local-only', 'keep'],
  ]),
  body('let near = match host { "localhost" => true, _ => false };', kept('localhost', 'local-only')),
  body('let near = ["localhost"].contains(&host);', kept('localhost', 'local-only')),
  body('let near = addr.ip() == IpAddr::V4(Ipv4Addr::LOCALHOST);', kept('Ipv4Addr::LOCALHOST', 'local-only')),
  body('let r = Regex::new(r"^http://localhost(:\\d+)?$")?;', kept('localhost', 'local-only')),
  body('let cors = Cors::default().allowed_origin("http://localhost:3000");', kept('localhost:3000', 'origin')),
  body('let h = uri.host().unwrap_or("localhost");', kept('localhost', 'fallback')),
  top('#[cfg(test)]\nmod tests {\n    const BASE: &str = "http://localhost:6105";\n}', kept('localhost:6105', 'test')),
  top('#[tokio::test]\nasync fn works() {\n    get("http://localhost:6105").await;\n}', kept('localhost:6105', 'test')),
  top('const U: &str = "http://localhost:6105";', kept('localhost:6105', 'test'), undefined, 'tests/rates.rs'),
  body('let s = "a:\\n"; let r = r"\\d:\\w";', []),
]

describe.each([
  ['peers', PEERS],
  ['settings', SETTINGS],
  ['listeners', LISTENERS],
  ['traps', TRAPS],
])('rust %s', (_name, examples) => {
  test.each(examples.map(titled))('%s', (_title, example) => checkExample(example))
})
