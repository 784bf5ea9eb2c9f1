// Rust's standard library and the crates most services are written with.
import type { Vocabulary } from './vocabulary.ts'

export const RUST_WORDS: Vocabulary = {
  transparent:
    /^(format|String::from|Some|Ok|Box::new|Arc::new|Rc::new|Cow::(from|Borrowed|Owned)|(\w+::)*(Url|Uri|Endpoint|PathBuf|Path|HeaderValue|OsString)::(parse|from|new|from_static|from_str|try_from)|Into::into|concat|vec|IpAddr::(V4|V6)|(std::net::)?IpAddr::from|Ipv4Addr::from)$|\.(to_string|to_owned|into|as_str|parse|trim|clone|as_ref|to_lowercase|into_boxed_str|join|as_bytes|to_vec|expect|unwrap|into_string|into_owned|to_socket_addrs)$/,
  pairing: /^((std::net::)?(SocketAddr|SocketAddrV4|SocketAddrV6)::(from|new))$/,
  logging:
    /^((tracing|log|slog|defmt)::)?(trace|debug|info|warn|error|event|span|info_span|debug_span)$|^(print|println|eprint|eprintln|panic|unreachable|todo|unimplemented|anyhow|bail|ensure|(anyhow|eyre)::(anyhow|eyre|bail|ensure)|eyre|dbg|assert|debug_assert)$|\.(context|with_context|wrap_err|expect_err)$|^(\w+Error|Error|io::Error|std::io::Error)::(new|msg|other|custom|\w+)$/,
  question:
    /\.(starts_with|ends_with|contains|eq|ne|eq_ignore_ascii_case|find|matches|strip_prefix|is_match|any)$|^(Regex::new|matches|assert_eq|assert_ne|assert_matches|IpNet::from_str|(\w+::)*IpNet(work)?::\w+)$/,
  membership: /\.(contains|contains_key|iter|any)$/,
  bind: /(^|::)(TcpListener|UdpSocket|UnixListener|Server|HttpServer|AddrIncoming|TcpSocket)::(bind|try_bind|http|new_bind)$|(^|\.)(bind|bind_rustls\w*|bind_auto_h2c|listen|serve|try_bind|bind_ephemeral|bind_with_graceful_shutdown|serve_with_shutdown|with_http_listener)$|^warp::serve\(.*\)\.(run|bind|bind_\w+)$|^(axum_server::bind|warp::serve|hyper::Server::bind|tiny_http::Server::http|rouille::start_server)$/,
  environment:
    /^(std::)?env::(var|var_os)$|^(dotenvy?|dotenv)::var$|^(option_env|env|std::env|var_or|env_or|env_var\w*|get_env\w*)$/,
  clients: [
    [/(^|::)redis::|redis::Client|(^|::)(bb8_redis|deadpool_redis|fred)::/, 'redis'],
    [/(^|::)(async_nats|nats)::/, 'nats'],
    [/PgPool|PgConnect|PgConnectOptions|tokio_postgres|PgPoolOptions|postgres::/, 'postgres'],
    [/(^|::)lapin::|(^|::)amqprs::/, 'amqp'],
    [/MySqlPool|mysql_async|mysql::/, 'mysql'],
    [/mongodb::/, 'mongodb'],
    [/rdkafka|ClientConfig::new\(\)/, 'kafka'],
  ],
}
