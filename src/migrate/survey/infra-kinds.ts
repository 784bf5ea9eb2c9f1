// Servers that nobody writes a definition for: by which scheme, port, word and image they are known, and how a stack runs
// them. Facts of the products, not of any system.

export interface InfraKind {
  /** The usual name, and the host name it gets when nothing says another. */
  id: string
  title: string
  /** First port is the one clients dial. */
  ports: Record<string, number>
  /** URL schemes that only this server speaks. */
  schemes: readonly string[]
  /** Names, client libraries and keys that speak of it; matched inside identifiers, too. */
  words: RegExp
  /** Last part of an image name. */
  images: RegExp
  image: string
}

const kind = (
  id: string,
  title: string,
  ports: Record<string, number>,
  schemes: readonly string[],
  words: RegExp,
  images: RegExp,
  image: string,
): InfraKind => ({ id, title, ports, schemes, words, images, image })

export const INFRA_KINDS: readonly InfraKind[] = [
  kind(
    'postgres',
    'PostgreSQL',
    { client: 5432 },
    ['postgres', 'postgresql', 'pg'],
    /postgres|psycopg|asyncpg|npgsql|\bpgx?\b|pgsql|lib\/pq|timescale|pg_|_pg\b|PG[A-Z_]*HOST/i,
    /^(postgres|postgresql|postgis|timescaledb|pgvector)$/,
    'postgres:17-alpine',
  ),
  kind(
    'mysql',
    'MySQL',
    { client: 3306 },
    ['mysql', 'mariadb', 'mysqlx'],
    /mysql|mariadb/i,
    /^(mysql|mariadb|percona(-server)?)$/,
    'mysql:8.4',
  ),
  kind(
    'mongodb',
    'MongoDB',
    { client: 27017 },
    ['mongodb'],
    /mongo/i,
    /^(mongo|mongodb(-community-server)?)$/,
    'mongo:8',
  ),
  kind(
    'redis',
    'Redis',
    { client: 6379 },
    ['redis', 'rediss', 'valkey'],
    /redis|valkey|jedis|lettuce|dragonfly|keydb/i,
    /^(redis|redis-stack(-server)?|valkey|dragonfly|keydb)$/,
    'redis:7-alpine',
  ),
  kind('nats', 'NATS', { client: 4222, monitor: 8222 }, ['nats'], /nats|jetstream/i, /^nats$/, 'nats:2.10-alpine'),
  kind(
    'kafka',
    'Apache Kafka',
    { client: 9092 },
    ['kafka'],
    /kafka|bootstrap[._-]?servers|sarama|confluent/i,
    /^(kafka|cp-kafka|kafka-native|redpanda)$/,
    'apache/kafka:3.9.0',
  ),
  kind(
    'rabbitmq',
    'RabbitMQ',
    { client: 5672, management: 15_672 },
    ['amqp', 'amqps', 'rabbitmq'],
    /rabbit|amqp|\bpika\b|celery/i,
    /^rabbitmq$/,
    'rabbitmq:4-alpine',
  ),
  kind(
    'elasticsearch',
    'Elasticsearch',
    { http: 9200 },
    ['elasticsearch'],
    /elastic|opensearch/i,
    /^(elasticsearch|opensearch)$/,
    'elasticsearch:8.17.0',
  ),
  kind(
    'minio',
    'MinIO',
    { s3: 9000, console: 9001 },
    [],
    /minio|\bs3\b|_s3_|s3_|bucket/i,
    /^minio$/,
    'minio/minio:latest',
  ),
  kind(
    'memcached',
    'memcached',
    { client: 11_211 },
    ['memcached', 'memcache'],
    /memcache/i,
    /^memcached$/,
    'memcached:1.6-alpine',
  ),
  kind(
    'sqlserver',
    'SQL Server',
    { client: 1433 },
    ['sqlserver', 'mssql'],
    /sqlserver|sql_server|mssql|SqlClient|SqlConnection|Initial Catalog|(Server|Data Source)=[^"';]*,1433/i,
    /^(mssql|server|azure-sql-edge)$/,
    'mcr.microsoft.com/mssql/server:2022-latest',
  ),
  kind(
    'oracle',
    'Oracle Database',
    { client: 1521 },
    ['oracle'],
    /oracle|\boci8?\b|godror/i,
    /^oracle/,
    'gvenzl/oracle-free:23-slim',
  ),
  kind(
    'clickhouse',
    'ClickHouse',
    { http: 8123, native: 9000 },
    ['clickhouse', 'clickhouses'],
    /clickhouse/i,
    /^clickhouse(-server)?$/,
    'clickhouse/clickhouse-server:24.8-alpine',
  ),
  kind(
    'cassandra',
    'Apache Cassandra',
    { client: 9042 },
    ['cassandra'],
    /cassandra|scylla|gocql/i,
    /^(cassandra|scylla)$/,
    'cassandra:5',
  ),
  kind('influxdb', 'InfluxDB', { http: 8086 }, ['influxdb'], /influx/i, /^influxdb$/, 'influxdb:2.7-alpine'),
  kind(
    'zookeeper',
    'Apache ZooKeeper',
    { client: 2181 },
    ['zk', 'zookeeper'],
    /zookeeper|curator|\bzk/i,
    /^(zookeeper|cp-zookeeper)$/,
    'zookeeper:3.9',
  ),
  kind('etcd', 'etcd', { client: 2379, peer: 2380 }, ['etcd'], /etcd/i, /^etcd$/, 'quay.io/coreos/etcd:v3.5.17'),
  kind('consul', 'Consul', { http: 8500 }, ['consul'], /consul/i, /^consul$/, 'hashicorp/consul:1.20'),
  kind('vault', 'Vault', { http: 8200 }, ['vault'], /vault/i, /^vault$/, 'hashicorp/vault:1.18'),
  kind('eureka', 'Eureka', { http: 8761 }, ['eureka'], /eureka/i, /^eureka/, 'springcloud/eureka:latest'),
  kind(
    'mqtt',
    'MQTT broker',
    { client: 1883 },
    ['mqtt', 'mqtts'],
    /mqtt|mosquitto|paho/i,
    /^(eclipse-mosquitto|mosquitto|emqx|hivemq)/,
    'eclipse-mosquitto:2',
  ),
  kind(
    'pulsar',
    'Apache Pulsar',
    { client: 6650, http: 8080 },
    ['pulsar'],
    /pulsar/i,
    /^pulsar/,
    'apachepulsar/pulsar:4.0.1',
  ),
  kind('neo4j', 'Neo4j', { bolt: 7687, http: 7474 }, ['bolt', 'neo4j'], /neo4j|\bbolt\b/i, /^neo4j$/, 'neo4j:5'),
  kind('couchdb', 'CouchDB', { http: 5984 }, ['couchdb'], /couch/i, /^couchdb$/, 'couchdb:3'),
  kind(
    'questdb',
    'QuestDB',
    { http: 9000, pg: 8812, ilp: 9009 },
    ['questdb'],
    /questdb|qdb/i,
    /^questdb$/,
    'questdb/questdb:8.2.1',
  ),
  kind('meilisearch', 'Meilisearch', { http: 7700 }, [], /meili/i, /^meilisearch$/, 'getmeili/meilisearch:v1.11'),
  kind('zipkin', 'Zipkin', { http: 9411 }, [], /zipkin/i, /^zipkin(-slim)?$/, 'openzipkin/zipkin-slim:3'),
  kind(
    'jaeger',
    'Jaeger',
    { http: 16_686, otlp: 4317, collector: 14_268, agent: 6831 },
    [],
    /jaeger/i,
    /^(all-in-one|jaeger)$/,
    'jaegertracing/all-in-one:1.64.0',
  ),
  kind(
    'otel-collector',
    'OpenTelemetry Collector',
    { grpc: 4317, http: 4318 },
    [],
    /otel|otlp|opentelemetry/i,
    /^opentelemetry-collector/,
    'otel/opentelemetry-collector-contrib:0.116.1',
  ),
  kind('prometheus', 'Prometheus', { http: 9090 }, [], /prometheus|promql/i, /^prometheus$/, 'prom/prometheus:v3.0.1'),
  kind(
    'schema-registry',
    'Schema registry',
    { http: 8081 },
    [],
    /schema[._-]?registry/i,
    /schema-registry/,
    'confluentinc/cp-schema-registry:7.8.0',
  ),
  kind('keycloak', 'Keycloak', { http: 8080 }, [], /keycloak/i, /^keycloak$/, 'quay.io/keycloak/keycloak:26.0'),
  kind(
    'localstack',
    'LocalStack',
    { http: 4566 },
    [],
    /localstack|\baws|sqs|dynamo/i,
    /^localstack/,
    'localstack/localstack:4',
  ),
  kind(
    'temporal',
    'Temporal',
    { grpc: 7233 },
    ['temporal'],
    /temporal/i,
    /^(temporal|auto-setup)$/,
    'temporalio/auto-setup:1.26',
  ),
]

/** Kind of a scheme such as `postgresql+asyncpg`; the driver behind `+` does not count. */
export function kindOfScheme(scheme: string): InfraKind | undefined {
  const plain = scheme.toLowerCase().split('+')[0]!
  return INFRA_KINDS.find((candidate) => candidate.schemes.includes(plain))
}

export function kindsOfPort(port: number): InfraKind[] {
  return INFRA_KINDS.filter((candidate) => Object.values(candidate.ports).includes(port))
}

/** Kind of `bitnami/postgresql:16`, `docker.io/library/redis@sha256:…`. */
export function kindOfImage(image: string): InfraKind | undefined {
  const name = image
    .split('@')[0]!
    .replace(/:[^:/]*$/, '')
    .split('/')
  const last = name.at(-1)!
  // `mssql/server` is the one product whose own name is no name.
  if (last === 'server' && name.at(-2) !== 'mssql') return undefined
  return INFRA_KINDS.find((candidate) => candidate.images.test(last))
}

/** Kind whose usual name this is. */
export function kindNamed(id: string): InfraKind | undefined {
  return INFRA_KINDS.find(
    (candidate) => candidate.id === id || candidate.schemes.includes(id) || candidate.images.test(id),
  )
}

export function mainPort(kind: InfraKind): { name: string; value: number } {
  const [name, value] = Object.entries(kind.ports)[0]!
  return { name, value }
}
