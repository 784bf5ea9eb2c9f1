// Ruby: Sinatra services.
import { joined, type Pieces, p } from '../pieces.ts'
import { ownHost, ownPort, type Syntax } from '../syntax.ts'

export const ruby: Syntax = {
  language: 'ruby',
  constantStyle: 'scream',
  localStyle: 'snake',
  str: (text, rng) => {
    const quote = rng.pick(["'", '"'])
    return p`${quote}${text}${quote}`
  },
  comment: (text) => p`# ${text}`,
  constant: (name, value, kind) => p`${name} = ${value}${kind === 'text' ? '.freeze' : ''}`,
  local: (name, value) => p`${name} = ${value}`,
  env: (variable, fallback) => p`ENV.fetch('${variable}', ${fallback})`,
  envNumber: (variable, fallback) => p`Integer(ENV.fetch('${variable}', '${fallback}'))`,
  concat: (parts) => joined(parts, ' + '),
  template: (parts) => p`"${parts.flatMap((one): Pieces => ('ref' in one ? ['#', `{${one.ref}}`] : one))}"`,
  list: (items) => p`[${joined(items, ', ')}]`,
  get: (url) => p`Net::HTTP.get(URI(${url}))`,
  dial: (host, port) => p`TCPSocket.new(${host}, ${port}).close`,
  record: (name, host, port) => p`${name} = { host: ${host}, port: ${port} }.freeze`,
  parameters: (name, host, port) => p`def ${name}(host: ${host}, port: ${port}) = TCPSocket.new(host, port)`,
  log: (text) => p`logger.info(${text})`,
  fail: (text) => p`problems << StandardError.new(${text})`,
  isLocal: (text) => p`near = request.host == ${text}`,
  orElse: (text) => p`name = parsed.host || ${text}`,
  cors: (origin) => p`headers 'Access-Control-Allow-Origin' => ${origin}`,
  program: (self, rng) => ({
    main: {
      file: 'app.rb',
      head: p`# frozen_string_literal: true\n\nrequire 'net/http'\nrequire 'socket'\nrequire 'sinatra'\n\nset :port, ${
        rng.chance(0.5) ? p`${ownPort(self)}\nset :bind, '${ownHost()}'` : p`ENV.fetch('PORT', ${ownPort(self)}).to_i`
      }\n\n`,
      between: p`\ndef work(request, parsed, problems)\n`,
      tail: p`end\n\nget '/health' do\n  'up'\nend\n`,
      indentTop: '',
      indentBody: '  ',
    },
    others: { Gemfile: ["source 'https://gems.example'\ngem 'sinatra'\ngem 'puma'\n"] },
  }),
}
