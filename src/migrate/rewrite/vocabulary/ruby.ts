// Ruby's standard library and the gems most services are written with.
import type { Vocabulary } from './vocabulary.ts'

export const RUBY_WORDS: Vocabulary = {
  transparent:
    /^(URI|URI\.(parse|join)|Integer|Addressable::URI\.parse|Pathname\.new|File\.(join|expand_path)|sprintf)$|\.(freeze|to_s|to_i|to_str|chomp|gsub|sub|downcase|to_sym|tr|dup|delete_suffix|delete_prefix|presence)$/,
  logging:
    /^(p|pp|abort|raise|fail|exit|\$?std(out|err)\.\w+|STD(OUT|ERR)\.\w+|\$stdout\.\w+|\$stderr\.\w+)$|(^|\.|@|\$)logger\.\w+$|^\w*Error\.new$/,
  question:
    /\.(include\?|start_with\?|end_with\?|match\?|eql\?|equal\?|key\?|member\?|casecmp\?)$|^(IPAddr\.new|Regexp\.new)$|\.(to|not_to)$|^(eq|eql|assert_equal)$/,
  membership: /\.(include\?|member\?|key\?|any\?)$/,
  bind: /(^|::)(TCPServer|UDPServer|HTTPServer|UNIXServer|OpenSSL::SSL::SSLServer)\.(new|open)$|^(WEBrick::HTTPServer\.new|(Rack::|Rackup::)?(Server|Handler::\w+)\.(start|run|new)|puma\.(port|bind)|Thin::Server\.(new|start))$|\.(add_http2_port|add_tcp_listener|run!)$|^(run!|add_http2_port)$/,
  environment: /^ENV\.fetch$/,
  clients: [
    [/^(Redis|RedisClient|Sidekiq|ConnectionPool)\b/, 'redis'],
    [/^(PG|Sequel\.postgres)\b/, 'postgres'],
    [/^(Mysql2|Trilogy)\b/, 'mysql'],
    [/^(Bunny|AMQP|March)\b/, 'amqp'],
    [/^(Mongo|Mongoid)\b/, 'mongodb'],
    [/^(NATS)\b/, 'nats'],
    [/^(Kafka|Rdkafka)\b/, 'kafka'],
  ],
}
