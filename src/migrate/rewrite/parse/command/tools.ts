// Programs that dial somebody, with the flags that say whom; everything else on a command line is a program of the system.

const HTTP =
  /^(curl|wget|http|https|httpie|xh|ab|wrk|wrk2|hey|k6|vegeta|lynx|aria2c|grpcurl|websocat|wscat|grpc_health_probe)$/
const CLIENT =
  /^(redis-cli|redis-benchmark|valkey-cli|psql|pg_\w+|createdb|dropdb|vacuumdb|pgbench|usql|mysql\w*|mariadb(-\w+)?|mongo\w*|nats(-\w+)?|kafka-[\w-]+|kcat|kafkacat|rabbitmqadmin|mosquitto_\w+|clickhouse-client|influx|etcdctl|consul|vault|cqlsh|sqlcmd|bcp|memcached-tool|ldapsearch|snmp\w+|smtp\w*|swaks|nc|ncat|netcat|telnet|socat|nmap|ping|ping6|openssl|wait-for-it|wait-for|wait-for-port|wait-port|wait-on|dockerize|waitforit|s_client|celery|liquibase|flyway|migrate|goose|Test-NetConnection|Test-Connection|Invoke-WebRequest|Invoke-RestMethod|iwr|irm|Send-MailMessage|Invoke-Sqlcmd|bombardier|oha|autocannon)$/i
/** They look a text up: an address in it is a question. */
const SEARCH =
  /^(grep|egrep|fgrep|rg|sed|awk|gawk|pgrep|pkill|lsof|netstat|ss|fuser|findstr|find|test|\[|\[\[|Select-String)$/i

export type Manner = 'asks' | 'dials' | 'looks' | 'tunnels' | 'runs'

export function mannerOf(tool: string): Manner {
  if (HTTP.test(tool)) return 'asks'
  if (CLIENT.test(tool)) return 'dials'
  if (/^(ssh|autossh|plink|kubectl|adb)$/.test(tool)) return 'tunnels'
  return SEARCH.test(tool) ? 'looks' : 'runs'
}

/** Programs before the program: they only start it. */
export const WRAPPER =
  /^(exec|sudo|env|nohup|time|command|cross-env|cross-env-shell|dotenv|dumb-init|tini|catchsegv|xvfb-run|stdbuf|nice|ionice|setsid|gosu|su-exec|chpst|start|call|watch|timeout|then|do|else|if|while|until|!|CMD|CMD-SHELL|npx|pnpx|bunx|poetry|pipenv|uv|run|bundle|--|&|@)$/i

const CLIENT_FLAGS: [RegExp, string][] = [
  [/^(-h|-H|--host|--hostname|-server|-ComputerName|-HostName|-SmtpServer)$/i, 'host'],
  [/^(-p|-P|--port|-Port)$/, 'port'],
  [/^(-s|-S|--server|--servers|-ServerInstance)$/, 'server'],
  [/^(-b|--bootstrap-server|--bootstrap-servers|--broker-list|--broker|--brokers|--zookeeper)$/, 'brokers'],
  [/^(-u|--uri|--url|-Uri|--endpoint|--endpoints|-addr|--addr|-d|--dbname|--dsn|-connect|-wait)$/, 'url'],
]

const RUN_FLAGS: [RegExp, string][] = [
  [/^(-b|--bind)$/, '--bind'],
  [/^(-H)$/, '--host'],
  [/^(-h|-a)$/, 'host'],
  [/^(-p|--port)$/, 'port'],
  [/^(-l|--listen)$/, '--listen'],
]

/** The name a flag gives its value, in the words the rules know. */
export function flagName(flag: string, tool: string, manner: Manner): string {
  if (manner === 'asks' || manner === 'dials') return CLIENT_FLAGS.find(([pattern]) => pattern.test(flag))?.[1] ?? flag
  if (/^(docker|podman|nerdctl)$/.test(tool)) return flag
  if (tool === 'php' && flag === '-S') return '--bind'
  return RUN_FLAGS.find(([pattern]) => pattern.test(flag))?.[1] ?? flag
}

/** Flags that take no value: what follows them is an argument of its own. */
export function isSwitch(flag: string, tool: string, manner: Manner): boolean {
  if (
    manner === 'asks' &&
    /^-{1,2}(s|S|f|q|k|L|v|I|i|sS|fsS|fs|qO-|sf|sSf|fail|silent|spider|insecure|plaintext|no-check-certificate|compressed|location)$/.test(
      flag,
    )
  )
    return true
  if (/^(nc|ncat|netcat|telnet)$/.test(tool)) return !/^-(w|p|x|X|i|s)$/.test(flag)
  if (manner === 'dials') return /^--?(q|quiet|v|verbose|tls|no-auth-warning|list|z|zv|e|t|T)$/.test(flag)
  return /^--?(reload|debug|verbose|v|q|quiet|no-[\w-]+|with-threads|production|watch|d|D|it|rm|detach|jar|u|B|O|f|strictPort|open|proxy-headers)$/.test(
    flag,
  )
}
