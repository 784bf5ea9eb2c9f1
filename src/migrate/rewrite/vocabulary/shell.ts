// Programs of shells and launchers by what they do with an address. Their flags are in ../parse/command/tools.ts.
import type { Vocabulary } from './vocabulary.ts'

export const SHELL_WORDS: Vocabulary = {
  logging: /^(echo|printf|logger|xdg-open|Write-(Host|Output|Verbose|Warning|Error|Debug|Information|Log\w*)|cat)$/i,
  question:
    /^(grep|egrep|fgrep|rg|sed|awk|gawk|pgrep|pkill|lsof|netstat|ss|fuser|findstr|find|test|\[|\[\[|Select-String)$/i,
  asks: /^(curl|wget|https?|httpie|xh|nc|ncat|netcat|telnet|grpcurl|grpc_health_probe|wait-for-it|wait-for|wait-on|wait-port|Invoke-WebRequest|Invoke-RestMethod|iwr|irm|Test-NetConnection|ab|wrk|hey)$/i,
  clients: [
    [/^(redis-(cli|benchmark)|valkey-cli)$/, 'redis'],
    [/^(psql|pg_\w+|pgbench|createdb|dropdb|vacuumdb)$/, 'postgres'],
    [/^(mysql\w*|mariadb(-\w+)?)$/, 'mysql'],
    [/^mongo\w*$/, 'mongodb'],
    [/^nats(-\w+)?$/, 'nats'],
    [/^(kafka-[\w-]+|kcat|kafkacat)$/, 'kafka'],
    [/^rabbitmqadmin$/, 'amqp'],
    [/^clickhouse-client$/, 'clickhouse'],
    [/^(sqlcmd|bcp|Invoke-Sqlcmd)$/, 'sqlserver'],
    [/^mosquitto_\w+$/, 'mqtt'],
  ],
}
