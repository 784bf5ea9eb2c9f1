// Rust: an axum service.
import { joined, type Pieces, p } from '../pieces.ts'
import { ownAddress, ownPort, type Syntax } from '../syntax.ts'

export const rust: Syntax = {
  language: 'rust',
  constantStyle: 'scream',
  localStyle: 'snake',
  str: (text) => p`"${text}"`,
  comment: (text) => p`// ${text}`,
  constant: (name, value, kind) => p`const ${name}: ${kind === 'text' ? '&str' : 'u16'} = ${value};`,
  local: (name, value) => p`let ${name} = ${value};`,
  env: (variable, fallback) => p`env::var("${variable}").unwrap_or_else(|_| ${fallback}.to_string())`,
  envNumber: (variable, fallback) => p`env::var("${variable}").unwrap_or("${fallback}".into()).parse::<u16>().unwrap()`,
  concat: (parts) => p`[${joined(parts, ', ')}].concat()`,
  template: (parts) =>
    p`format!("${parts.flatMap((one): Pieces => ('ref' in one ? ['{}'] : one))}", ${parts
      .flatMap((one) => ('ref' in one ? [one.ref] : []))
      .join(', ')})`,
  list: (items) => p`vec![${joined(items, ', ')}]`,
  get: (url) => p`reqwest::get(${url}).await?;`,
  dial: (host, port) => p`TcpStream::connect((${host}, ${port}))?;`,
  record: (name, host, port) => p`const ${name}: Target = Target { host: ${host}, port: ${port} };`,
  log: (text) => p`info!(${text});`,
  fail: (text) => p`problems.push(anyhow!(${text}));`,
  isLocal: (text) => p`let near = given.host_str() == Some(${text});`,
  orElse: (text) => p`let name = given.host_str().unwrap_or(${text});`,
  program: (self, rng) => ({
    main: {
      file: 'src/main.rs',
      head: p`use anyhow::anyhow;\nuse std::env;\nuse std::net::TcpStream;\nuse tracing::info;\n\n`,
      between: p`\nasync fn work(given: &url::Url, problems: &mut Vec<anyhow::Error>) -> anyhow::Result<()> {\n`,
      tail: p`    Ok(())\n}\n\n#[tokio::main]\nasync fn main() {\n    let app = axum::Router::new();\n    ${
        rng.chance(0.5)
          ? p`let listener = tokio::net::TcpListener::bind("${ownAddress(self)}").await.unwrap();`
          : p`let port: u16 = env::var("PORT").ok().and_then(|it| it.parse().ok()).unwrap_or(${ownPort(self)});\n    let listener = tokio::net::TcpListener::bind(("0.0.0.0", port)).await.unwrap();`
      }\n    axum::serve(listener, app).await.unwrap();\n}\n`,
      indentTop: '',
      indentBody: '    ',
    },
    others: {
      'Cargo.toml': [
        `[package]\nname = "${self.id}"\nversion = "1.0.0"\nedition = "2021"\n\n[dependencies]\naxum = "0.7"\nreqwest = "0.12"\ntokio = { version = "1", features = ["full"] }\n`,
      ],
    },
  }),
}
