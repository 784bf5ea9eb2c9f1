// PHP's functions and the libraries most services are written with. `::` and `->` come as dots, `$` is left out.
import type { Vocabulary } from './vocabulary.ts'

export const PHP_WORDS: Vocabulary = {
  transparent:
    /^(strval|intval|rtrim|ltrim|strtolower|urlencode|rawurlencode|parse_url|str_replace|implode|explode|realpath|vsprintf|sprintf|Uri|GuzzleHttp\\.*Uri|filter_input)$/,
  logging:
    /^(error_log|trigger_error|syslog|printf|var_dump|print_r|die|exit|dump|dd|fwrite|fputs)$|^\w*(Exception|Error)$|^(Log|Logger)\.\w+$|\.(writeln|addRecord)$/,
  question:
    /^(in_array|str_starts_with|str_contains|str_ends_with|strpos|stripos|strncmp|strcmp|strcasecmp|array_key_exists|preg_\w+|fnmatch|version_compare|ip2long)$|\.(assertSame|assertEquals|assertContains)$/,
  bind: /^(socket_bind|stream_socket_server|socket_create_listen)$|(^|[.\\])(SocketServer|TcpServer|HttpServer|Swoole\\(Http\\|WebSocket\\)?Server|Workerman\\Worker)$/,
  environment: /^(getenv|env|Env\.get|\w*getenv|\w*_env)$/,
  clients: [
    [/^mysqli(_connect)?$/, 'mysql'],
    [/^pg_p?connect$/, 'postgres'],
    [/(^|[.\\])(Predis\\Client|Redis|redis)\b/, 'redis'],
    [/AMQP/, 'amqp'],
    [/^MongoDB/, 'mongodb'],
  ],
}
