// What a URL scheme, a client library or a word in a name says about a port nobody wrote down (migration.md 3).

const DEFAULT_PORT: Record<string, number> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  redis: 6379,
  rediss: 6379,
  valkey: 6379,
  nats: 4222,
  tls: 4222,
  amqp: 5672,
  amqps: 5671,
  rabbitmq: 5672,
  postgres: 5432,
  postgresql: 5432,
  pg: 5432,
  mongodb: 27017,
  mysql: 3306,
  mysqlx: 33_060,
  mariadb: 3306,
  kafka: 9092,
  sqlserver: 1433,
  mssql: 1433,
  oracle: 1521,
  clickhouse: 9000,
  clickhouses: 9440,
  opensearch: 9200,
  elasticsearch: 9200,
  mqtt: 1883,
  mqtts: 8883,
  memcached: 11_211,
  memcache: 11_211,
  cassandra: 9042,
  influxdb: 8086,
  zookeeper: 2181,
  zk: 2181,
  etcd: 2379,
  consul: 8500,
  vault: 8200,
  eureka: 8761,
  pulsar: 6650,
  neo4j: 7687,
  bolt: 7687,
  couchdb: 5984,
  questdb: 9000,
  temporal: 7233,
}

/** Port of a scheme such as `postgresql+asyncpg`; the driver behind `+` does not count. */
export function defaultPort(scheme: string): number | undefined {
  return DEFAULT_PORT[scheme.toLowerCase().split('+')[0]!]
}

/** Client meant by the words of a name: `redis_host` → redis. Plain `http` says nothing about who is meant. */
export function clientOfWords(words: readonly string[]): string | undefined {
  return words.map((word) => CLIENT_WORDS[word]).find((client) => client !== undefined)
}

/** The client a connection string is written for, told from its words: ADO, Npgsql, libpq, Go's MySQL driver. */
export function clientOfString(text: string): string | undefined {
  if (/@tcp\(/.test(text)) return 'mysql'
  if (/(^|;)\s*(Data Source|Server|Addr(ess)?|Network Address)\s*=/i.test(text)) {
    if (/\b(Uid|SslMode|AllowPublicKeyRetrieval)\s*=/i.test(text)) return 'mysql'
    if (
      /\b(Initial Catalog|Integrated Security|Trusted_Connection|TrustServerCertificate|MultipleActiveResultSets|User Id|Database)\s*=/i.test(
        text,
      )
    )
      return 'sqlserver'
  }
  if (/(^|;)\s*Host\s*=/i.test(text) && /\b(Username|Database|Password)\s*=/i.test(text)) return 'postgres'
  return /\bhost=\S+/.test(text) && /\b(dbname|user)=/.test(text) ? 'postgres' : undefined
}

const CLIENT_WORDS: Record<string, string> = {
  redis: 'redis',
  valkey: 'redis',
  nats: 'nats',
  postgres: 'postgres',
  postgresql: 'postgres',
  pg: 'postgres',
  amqp: 'amqp',
  rabbitmq: 'amqp',
  rabbit: 'amqp',
  mongo: 'mongodb',
  mongodb: 'mongodb',
  mysql: 'mysql',
  mysql2: 'mysql',
  mariadb: 'mysql',
  mssql: 'sqlserver',
  sqlserver: 'sqlserver',
  kafka: 'kafka',
  opensearch: 'opensearch',
  elasticsearch: 'opensearch',
  mqtt: 'mqtt',
  mosquitto: 'mqtt',
  memcached: 'memcached',
  memcache: 'memcached',
  cassandra: 'cassandra',
  influxdb: 'influxdb',
  influx: 'influxdb',
  zookeeper: 'zookeeper',
  etcd: 'etcd',
  consul: 'consul',
  neo4j: 'neo4j',
}

/** The scheme in front of a host: `nats://user:pw@` → `nats`; list elements share the first one's. */
export function schemeBefore(text: string, literalStart: number, hostStart: number): string | undefined {
  const before = text.slice(Math.max(literalStart, hostStart - 300), hostStart)
  const match = /([A-Za-z][A-Za-z0-9+.-]*)\\?:(?:\\?\/){2}(?:[^\s/@"'`]*@)?(?:[^\s/@"'`]*,)?$/.exec(before)
  return match?.[1]?.toLowerCase()
}
