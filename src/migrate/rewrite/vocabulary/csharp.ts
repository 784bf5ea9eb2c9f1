// C#: the base class library, ASP.NET Core and common clients.
import type { Vocabulary } from './vocabulary.ts'

export const CSHARP_WORDS: Vocabulary = {
  transparent:
    /^((System\.)?Uri|(System\.)?UriBuilder|(System\.Net\.)?IPAddress\.Parse|IPEndPoint\.Parse|int\.Parse|ushort\.Parse|Int32\.Parse|Convert\.To\w+|[sS]tring\.(Format|Concat|Join)|Path\.(Combine|GetFullPath|Join)|FileInfo|DirectoryInfo|(System\.Collections\.Generic\.)?(List|HashSet|Dictionary|SortedSet|Queue)|Immutable(Array|List|HashSet)\.Create|FrozenSet\.Create|StringValues|StringBuilder|KeyValuePair|Lazy)$|\.(ToString|Trim|TrimEnd|TrimStart|Split|ToLower|ToLowerInvariant|Replace|ToArray|ToList|ToHashSet|ToImmutableArray|ToFrozenSet|AsSpan|Append)$/,
  logging:
    /\.Log(Trace|Debug|Information|Warning|Error|Critical)?$|^(System\.)?Console(\.(Out|Error))?\.Write(Line)?(Async)?$|^(System\.Diagnostics\.)?(Debug|Trace)\.(Write\w*|Trace\w*|Fail|Print|Assert)$|(^|\.)_?(log|logger|Log|Logger)(\(\)|\.ForContext\(\))?\.(Verbose|Debug|Information|Info|Warning|Warn|Error|Fatal|Trace)\w*$|(^|\.)AnsiConsole\.\w+$/,
  question:
    /\.(Equals|StartsWith|EndsWith|Contains|ContainsKey|IndexOf|IsMatch|Matches|SequenceEqual|CompareTo)$|^(Regex|[sS]tring\.(Equals|Compare)|Regex\.\w+|Assert\.\w+|nameof|IPAddress\.IsLoopback|IsLoopback|GeneratedRegex|RegularExpression)$/,
  membership: /\.(Equals|Contains|ContainsKey|Any|All|StartsWith|EndsWith|IsMatch|IndexOf)$/,
  pairing: /^(ValueTuple|(System\.Net\.)?(IPEndPoint|DnsEndPoint|HostString))$/,
  bind: /(^|\.)(UseUrls|ListenAnyIP|ListenLocalhost|TcpListener|HttpListener|Prefixes\.Add|Urls\.Add|MetricServer|KestrelMetricServer|ServerPort|BindAsync|UdpServer|TcpServer|HttpServer)$|(^|\.)(app|host|server|webApp|application)\.(Run|RunAsync|Start|StartAsync)$/,
  serves: /(^|\.)(UseUrls|Prefixes\.Add|Urls\.Add)$/,
  handsOut: /^((Typed)?Results\.)?(Created|Accepted|CreatedAtRoute|AcceptedAtRoute)$|(^|\.)Headers\.Location$/,
  environment: /^(DotNetEnv\.)?Env\.Get(String|Int|Bool|Double)$/,
  clients: [
    [/Npgsql/, 'postgres'],
    [/MySql|MariaDb/i, 'mysql'],
    [/UseSqlServer|SqlConnection/, 'sqlserver'],
    [/ConnectionMultiplexer|StackExchangeRedis/, 'redis'],
    [/UsingRabbitMq|RabbitMq/i, 'amqp'],
    [/NatsConnection|NatsOpts|NatsClient/, 'nats'],
    [/ProducerConfig|ConsumerConfig|AdminClientConfig/, 'kafka'],
  ],
}
