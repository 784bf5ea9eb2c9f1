// Sites as Ruby teams write them: keyword arguments, memoised defaults, settings, blocks; and the traps beside them.
import { describe, test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

type Expect = Example['expect']
type Environment = Record<string, string>
const TARIFF = 'http://${tariff.host}:${tariff.port.http}'

function ruby(source: string, expect: Expect, environment?: Environment, file = 'app.rb'): Example {
  return { file, source: `${source}\n`, expect, ...(environment ? { environment } : {}) }
}
function inMethod(text: string, expect: Expect, environment?: Environment): Example {
  return ruby(`class Crane\n  def call\n    ${text}\n    nil\n  end\nend`, expect, environment)
}

const tariff: Expect = [['localhost:6105', 'peer', 'edit', 'tariff:8080']]
const split: Expect = [
  ['localhost', 'peer', 'edit', 'tariff'],
  ['6105', 'peer', 'edit', '8080'],
]
const covered: Expect = [['localhost:6105', 'peer', 'env']]
const ownPort: Expect = [['6101', 'bind', 'edit', '8080']]
const kept = (text: string, role: Expect[number][1]): Expect => [[text, role, 'keep']]

const PEERS: Example[] = [
  ruby('TARIFF = "http://localhost:6105/v1".freeze', tariff),
  ruby('HOST = "localhost"\nPORT = 6105\nBASE = "http://#{HOST}:#{PORT}/v1"', split),
  ruby('PORT = 6105\nBASE = "http://localhost:" + PORT.to_s', [split[1]!, split[0]!]),
  inMethod('http = Net::HTTP.new("localhost", 6105)', split),
  inMethod("res = Net::HTTP.get(URI('http://localhost:6105/v1'))", tariff),
  inMethod('conn = Faraday.new(url: "http://localhost:6105") { |f| f.request :json }', tariff),
  inMethod('@redis = Redis.new(host: "localhost", port: 6379)', [['localhost', 'peer', 'edit', 'valkey']]),
  inMethod('@redis = Redis.new(url: "redis://localhost:6379/2")', [['localhost:6379', 'peer', 'edit', 'valkey:6379']]),
  inMethod('db = PG.connect(host: "localhost", dbname: "crane")', [['localhost', 'peer', 'edit', 'sql']]),
  inMethod('db = Sequel.connect("postgres://a:p%40@localhost/crane")', [['localhost', 'peer', 'edit', 'sql']]),
  inMethod('s = TCPSocket.new("localhost", 6105)', split),
  inMethod('stub = Rates::Stub.new("localhost:6105", :this_channel_is_insecure)', tariff),
  inMethod('u = format("http://%s:%d/v1", "localhost", 6105)', split),
  inMethod('u = "http://%s/v1" % ["localhost:6105"]', tariff),
  inMethod('opts = { "host" => "localhost", "port" => 6105 }', split),
  inMethod('opts = { host: "localhost", port: 6105 }', split),
  inMethod('peers = %w[localhost:6105 127.0.0.1:6107]', [...tariff, ['127.0.0.1:6107', 'peer', 'edit', 'depot:8080']]),
  inMethod('@url ||= "http://localhost:6105"', tariff),
  ruby(
    'class A\n  def initialize\n    @host = "localhost"\n  end\n\n  def base\n    "http://#{@host}:6105/v1"\n  end\nend',
    split,
  ),
  ruby('def initialize(host: "localhost", port: 6105)\n  @base = host\nend', split),
  ruby('def tariff_url\n  "http://localhost:6105"\nend', tariff),
  ruby('def tariff_url = "http://localhost:6105"', tariff),
  ruby('BODY = <<~TEXT\n  curl http://localhost:6105/v1\nTEXT', tariff),
  ruby('Crane.configure do |c|\n  c.tariff_url = "http://localhost:6105"\nend', tariff),
  ruby("DB = 'C:\\Legacy\\data\\q.db'", [['C:\\Legacy\\data\\q.db', 'path', 'edit', '/data/q.db']]),
  ruby('DB = "C:\\\\Legacy\\\\data\\\\q.db"', [['C:\\\\Legacy\\\\data\\\\q.db', 'path', 'edit', '/data/q.db']]),
]

const SETTINGS: Example[] = [
  ruby('URL = ENV.fetch("TARIFF_URL", "http://localhost:6105")', covered, { TARIFF_URL: TARIFF }),
  ruby('URL = ENV.fetch("TARIFF_URL") { "http://localhost:6105" }', covered, { TARIFF_URL: TARIFF }),
  ruby('URL = ENV["TARIFF_URL"] || "http://localhost:6105"', covered, { TARIFF_URL: TARIFF }),
  ruby("URL = ENV['TARIFF_URL'].presence || 'http://localhost:6105'", covered, { TARIFF_URL: TARIFF }),
  ruby('ENV["TARIFF_URL"] ||= "http://localhost:6105"', covered, { TARIFF_URL: TARIFF }),
  ruby(
    'HOST = ENV.fetch("TARIFF_HOST", "localhost")\nPORT = Integer(ENV.fetch("TARIFF_PORT") { 6105 })',
    [
      ['localhost', 'peer', 'env'],
      ['6105', 'peer', 'env'],
    ],
    { TARIFF_HOST: '${tariff.host}', TARIFF_PORT: '${tariff.port.http}' },
  ),
  inMethod('Redis.new(url: ENV.fetch("REDIS_URL", "redis://localhost:6379"))', [['localhost:6379', 'peer', 'env']], {
    REDIS_URL: 'redis://${valkey.host}:${valkey.port.client}',
  }),
]

const LISTENERS: Example[] = [
  ruby('set :bind, "127.0.0.1"\nset :port, 6101', [['127.0.0.1', 'bind', 'edit', '0.0.0.0'], ...ownPort]),
  ruby(
    'bind "tcp://127.0.0.1:6101"',
    [['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080']],
    undefined,
    'config/puma.rb',
  ),
  ruby('port ENV.fetch("PORT") { 6101 }', [['6101', 'bind', 'env']], { PORT: '${self.port.http}' }, 'config/puma.rb'),
  ruby('server = TCPServer.new("127.0.0.1", 6101)', [['127.0.0.1', 'bind', 'edit', '0.0.0.0'], ...ownPort]),
  ruby('WEBrick::HTTPServer.new(BindAddress: "127.0.0.1", Port: 6101)', [
    ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
    ...ownPort,
  ]),
  ruby('s.add_http2_port("127.0.0.1:6101", :this_port_is_insecure)', [
    ['127.0.0.1:6101', 'bind', 'edit', '0.0.0.0:8080'],
  ]),
  ruby('App.run!(host: "localhost", port: 6101)', [['localhost', 'bind', 'edit', '0.0.0.0'], ...ownPort]),
  inMethod('Net::HTTP.get(URI("http://localhost:6101/up"))', [
    ['localhost:6101', 'self-probe', 'edit', 'localhost:8080'],
  ]),
]

const TRAPS: Example[] = [
  ruby('# dev: http://localhost:6105', kept('localhost:6105', 'doc')),
  ruby('=begin\nlocalhost:6105\n=end', kept('localhost:6105', 'doc')),
  inMethod('puts "listening on http://localhost:#{port}"', kept('localhost', 'doc')),
  inMethod('logger.info "up: http://localhost:6101"', kept('localhost:6101', 'doc')),
  inMethod('Rails.logger.warn("no localhost:6105")', kept('localhost:6105', 'doc')),
  inMethod('$stderr.puts "http://localhost:6105"', kept('localhost:6105', 'doc')),
  inMethod('raise ArgumentError, "no localhost:6105"', kept('localhost:6105', 'doc')),
  inMethod('abort "localhost:6105 is down"', kept('localhost:6105', 'doc')),
  inMethod('return if host == "localhost" || %w[127.0.0.1 ::1].include?(host)', [
    ['localhost', 'local-only', 'keep'],
    ['127.0.0.1', 'local-only', 'keep'],
    ['::1', 'local-only', 'keep'],
  ]),
  inMethod('near = host.start_with?("127.0.0.1")', kept('127.0.0.1', 'local-only')),
  inMethod('case host when "localhost", "::1" then true end', [
    ['localhost', 'local-only', 'keep'],
    ['::1', 'local-only', 'keep'],
  ]),
  inMethod('near = /^localhost/.match?(host)', kept('localhost', 'local-only')),
  ruby('config.hosts << "localhost"', kept('localhost', 'local-only')),
  ruby('origins "http://localhost:3000"', kept('localhost:3000', 'origin')),
  inMethod('host = uri.host || "localhost"', kept('localhost', 'fallback')),
  ruby('BASE = "http://localhost:6105"', kept('localhost:6105', 'test'), undefined, 'spec/rates_spec.rb'),
  ruby('BASE = "http://localhost:6105"', kept('localhost:6105', 'test'), undefined, 'lib/rates_test.rb'),
  ruby('S = "a:\\n"\nR = /\\d:\\w/', []),
]

describe.each([
  ['peers', PEERS],
  ['settings', SETTINGS],
  ['listeners', LISTENERS],
  ['traps', TRAPS],
])('ruby %s', (_name, examples) => {
  test.each(examples.map(titled))('%s', (_title, example) => checkExample(example))
})
