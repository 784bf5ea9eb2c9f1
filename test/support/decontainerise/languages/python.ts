// Python: Flask services.
import { joined, type Pieces, p } from '../pieces.ts'
import { ownHost, ownPort, type Syntax } from '../syntax.ts'

const quoted = (text: Pieces, quote: string): Pieces => p`${quote}${text}${quote}`

export const python: Syntax = {
  language: 'python',
  constantStyle: 'scream',
  localStyle: 'snake',
  str: (text, rng) => quoted(text, rng.pick(['"', "'"])),
  comment: (text) => p`# ${text}`,
  constant: (name, value) => p`${name} = ${value}`,
  local: (name, value) => p`${name} = ${value}`,
  env: (variable, fallback) => p`os.environ.get("${variable}", ${fallback})`,
  envNumber: (variable, fallback) => p`int(os.getenv("${variable}", "${fallback}"))`,
  concat: (parts) => joined(parts, ' + '),
  template: (parts, rng) => {
    const quote = rng.pick(['"', "'"])
    if (rng.chance(0.25)) {
      const refs = parts.flatMap((one) => ('ref' in one ? [one.ref] : []))
      const text = parts.flatMap((one) => ('ref' in one ? ['%s'] : one))
      return p`${quoted(text, quote)} % (${refs.join(', ')}${refs.length === 1 ? ',' : ''})`
    }
    if (rng.chance(0.25)) {
      const refs = parts.flatMap((one) => ('ref' in one ? [one.ref] : []))
      return p`${quoted(
        parts.flatMap((one) => ('ref' in one ? ['{}'] : one)),
        quote,
      )}.format(${refs.join(', ')})`
    }
    return p`f${quoted(
      parts.flatMap((one) => ('ref' in one ? [`{${one.ref}}`] : one)),
      quote,
    )}`
  },
  list: (items) => p`[${joined(items, ', ')}]`,
  get: (url) => p`requests.get(${url}, timeout=5)`,
  dial: (host, port) => p`socket.create_connection((${host}, ${port}))`,
  record: (name, host, port) => p`${name} = {"host": ${host}, "port": ${port}}`,
  parameters: (name, host, port) =>
    p`def ${name}(host=${host}, port=${port}):\n    return socket.create_connection((host, port))`,
  log: (text) => p`log.info(${text})`,
  fail: (text) => p`errors.append(RuntimeError(${text}))`,
  isLocal: (text) => p`near = request.remote_name == ${text}`,
  orElse: (text) => p`name = parsed.hostname or ${text}`,
  cors: (origin) => p`CORS(app, origins=[${origin}])`,
  program: (self, rng) => {
    const listen = rng.chance(0.5)
      ? p`app.run(host="${ownHost()}", port=${ownPort(self)})`
      : p`app.run(host="0.0.0.0", port=int(os.environ.get("PORT", "${ownPort(self)}")))`
    return {
      main: {
        file: 'app.py',
        head: p`import logging\nimport os\nimport socket\n\nimport requests\nfrom flask import Flask, request\nfrom flask_cors import CORS\n\napp = Flask(__name__)\nlog = logging.getLogger(__name__)\nerrors = []\n`,
        between: p`\n\ndef work(parsed):\n`,
        tail: p`\n\n@app.get("/health")\ndef health():\n    return {"up": True}\n\n\nif __name__ == "__main__":\n    ${listen}\n`,
        indentTop: '',
        indentBody: '    ',
      },
      others: { 'requirements.txt': ['flask==3.0.0\nflask-cors==4.0.0\nrequests==2.32.0\n'] },
    }
  },
}
