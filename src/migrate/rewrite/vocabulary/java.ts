// Java and Kotlin: the standard library, Spring and its neighbours, common servers and clients.
import type { Vocabulary } from './vocabulary.ts'

export const JAVA_WORDS: Vocabulary = {
  transparent:
    /^((java\.net\.)?(URI|URL)(\.create)?|(java\.net\.)?InetAddress\.getByName|Integer\.(parseInt|valueOf|toString)|Long\.(parseLong|valueOf)|String\.(valueOf|format|join)|MessageFormat\.format|(java\.nio\.file\.)?(Paths\.get|Path\.of)|(java\.io\.)?File|HttpUrl\.(parse|get)|HttpHost\.create|UriComponentsBuilder\.from(HttpUrl|UriString)|List\.of|Set\.of|Arrays\.asList|Collections\.(singletonList|singleton|unmodifiable(List|Set))|Stream\.of|ImmutableList\.of|ImmutableSet\.of|listOf|setOf|arrayOf|mutableListOf|Objects\.requireNonNull|Optional\.(of|ofNullable)|StringBuilder|StringBuffer|HashSet|ArrayList|LinkedHashSet)$|\.(formatted|append|strip|concat|toUri|toURI|toURL|toPath|normalize|toAbsolutePath|intern|asList|stream)$/,
  logging:
    /^(System\.(out|err)\.(print|println|printf|format)|println|print|Timber\.\w+)$|\.at(Trace|Debug|Info|Warn|Error)\(\)(\.\w+\(\))*\.\w+$|^([A-Za-z_]\w*\.)*[A-Z]\w*(Exception|Error)$/,
  question:
    /\.(equals|equalsIgnoreCase|contentEquals|matches|startsWith|endsWith|contains|containsKey|indexOf|compareTo|regionMatches|hasIpAddress|isSameHost)$|^(Objects\.equals|Pattern\.(compile|matches)|assertThat|assert\w+)$/,
  membership:
    /\.(equals|equalsIgnoreCase|contentEquals|contains|containsKey|anyMatch|noneMatch|allMatch|matches|startsWith|endsWith)$/,
  pairing:
    /(^|\.)(InetSocketAddress(\.createUnresolved)?|HostAndPort(\.fromParts)?|SocketAddress\.inetSocketAddress|HttpHost|ServerAddress)$/,
  bind: /(^|\.)(ServerSocket|DatagramSocket|HttpServer\.create|HttpsServer\.create|ServerSocketChannel\.\w+|AsynchronousServerSocketChannel\.\w+|createServerSocket|createHttpServer|createNetServer|addHttpListener|addHttpsListener|forPort|newServerBuilderForPort|NettyServerBuilder\.forAddress|ServerConnector|embeddedServer|HTTPServer|MetricsServer)$|^(Server|Spark\.(port|ipAddress)|port|ipAddress)$|(^|\.)(app|javalin|Javalin(\.create)?\(\)|server)\.start$|(^|\.)\w*(Server|ServerFactory|ServerConfig|WebServerFactory|HttpServerOptions|ServerOptions|ServerConnector|Connector|Tomcat)(\.(builder|create)\(\)|\(\))?(\.\w+\(\))*\.(set|with)?(port|host|address|hostname|inetAddress|bindAddress)$/i,
  handsOut: /(^|\.)(ResponseEntity|Response|ServerResponse)\.(created|accepted|seeOther|location)$|\.location$/,
  environment:
    /^System\.getenv(\(\)\.(getOrDefault|get))?$|(^|\.)(env|environment|envVars|dotenv)\.(getOrDefault|get)$/,
  clients: [
    [/Jedis|Lettuce|Redisson|RedisURI|RedisClient|RedisStandalone/, 'redis'],
    [/(^|\.)ConnectionFactory(\(\))?(\.set\w+)?$|CachingConnectionFactory|RabbitMQ|RabbitConnection/, 'amqp'],
    [/MongoClient|MongoClients/, 'mongodb'],
    [/PGSimpleDataSource|PGPool|PgConnectOptions/, 'postgres'],
    [/MySQLConnectOptions|MysqlDataSource|MySQLPool/i, 'mysql'],
    [/KafkaProducer|KafkaConsumer|BOOTSTRAP_SERVERS/, 'kafka'],
    [/(^|\.)Nats\.connect/, 'nats'],
  ],
}
