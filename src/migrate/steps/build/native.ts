// Libraries that are compiled, or that load a system library: which Debian packages they need to be built and to run.

export interface Native {
  name: RegExp
  build: string[]
  run: string[]
}

const line = (names: string): RegExp => new RegExp(`(^|["'\\s])(${names})(?=$|["'\\s=<>~!,\\[;@:])`, 'im')

export const NATIVE_PYTHON: readonly Native[] = [
  { name: line('psycopg2'), build: ['gcc', 'libc6-dev', 'libpq-dev'], run: ['libpq5'] },
  {
    name: line('mysqlclient'),
    build: ['gcc', 'libc6-dev', 'pkg-config', 'default-libmysqlclient-dev'],
    run: ['libmariadb3'],
  },
  { name: line('pyodbc'), build: ['g++', 'unixodbc-dev'], run: ['unixodbc'] },
  { name: line('python-ldap'), build: ['gcc', 'libc6-dev', 'libldap-dev', 'libsasl2-dev'], run: ['libldap2'] },
  { name: line('uwsgi'), build: ['gcc', 'libc6-dev'], run: [] },
  { name: line('pygraphviz'), build: ['gcc', 'libc6-dev', 'libgraphviz-dev'], run: ['graphviz'] },
]

export const NATIVE_RUBY: readonly Native[] = [
  { name: line('pg'), build: ['libpq-dev'], run: ['libpq5'] },
  { name: line('mysql2'), build: ['default-libmysqlclient-dev'], run: ['libmariadb3'] },
  { name: line('sqlite3'), build: ['libsqlite3-dev'], run: ['libsqlite3-0'] },
  { name: line('nokogiri'), build: ['libxml2-dev', 'libxslt1-dev'], run: ['libxml2', 'libxslt1.1'] },
]

export const NATIVE_RUST: readonly Native[] = [
  { name: line('openssl-sys'), build: ['pkg-config', 'libssl-dev'], run: ['libssl3'] },
  { name: line('pq-sys'), build: ['libpq-dev'], run: ['libpq5'] },
  { name: line('rdkafka-sys'), build: ['cmake', 'g++', 'zlib1g-dev'], run: ['zlib1g'] },
  { name: line('prost-build|tonic-build'), build: ['protobuf-compiler'], run: [] },
]

/** Shell scripts name their tools by calling them. */
export const SHELL_TOOLS: Readonly<Record<string, string>> = {
  curl: 'curl',
  wget: 'wget',
  jq: 'jq',
  nc: 'netcat-openbsd',
  socat: 'socat',
  psql: 'postgresql-client',
  'redis-cli': 'redis-tools',
  openssl: 'openssl',
  rsync: 'rsync',
  python3: 'python3',
}
