// JavaScript and TypeScript: Express services.
import { joined, type Pieces, p } from '../pieces.ts'
import { ownHost, ownPort, type Syntax } from '../syntax.ts'

const common: Omit<Syntax, 'language' | 'constant' | 'program'> = {
  constantStyle: 'scream',
  localStyle: 'camel',
  str: (text, rng) => {
    const quote = rng.pick(["'", '"', '`'])
    return p`${quote}${text}${quote}`
  },
  comment: (text) => p`// ${text}`,
  local: (name, value) => p`const ${name} = ${value};`,
  env: (variable, fallback) => p`process.env.${variable} ?? ${fallback}`,
  envNumber: (variable, fallback) => p`Number(process.env.${variable} || ${fallback})`,
  concat: (parts) => joined(parts, ' + '),
  template: (parts, rng) =>
    rng.chance(0.3)
      ? joined(
          parts.map((one) => ('ref' in one ? [one.ref] : p`'${one}'`)),
          ' + ',
        )
      : p`\`${parts.flatMap((one): Pieces => ('ref' in one ? ['$', `{${one.ref}}`] : one))}\``,
  list: (items) => p`[${joined(items, ', ')}]`,
  get: (url) => p`await fetch(${url});`,
  dial: (host, port) => p`net.connect({ host: ${host}, port: ${port} });`,
  record: (name, host, port) => p`const ${name} = { host: ${host}, port: ${port} };`,
  parameters: (name, host, port) =>
    p`async function ${name}(host = ${host}, port = ${port}) {\n  return net.connect(port, host);\n}`,
  log: (text) => p`console.log(${text});`,
  fail: (text) => p`problems.push(new Error(${text}));`,
  isLocal: (text) => p`const near = req.hostname === ${text};`,
  orElse: (text) => p`const name = parsed.hostname || ${text};`,
  cors: (origin) => p`app.use(cors({ origin: [${origin}] }));`,
}

export const javascript: Syntax = {
  ...common,
  language: 'javascript',
  constant: (name, value) => p`const ${name} = ${value};`,
  program: (self, rng) => ({
    main: {
      file: 'server.js',
      head: p`'use strict';\nconst net = require('node:net');\nconst express = require('express');\nconst cors = require('cors');\n\nconst app = express();\nconst problems = [];\n`,
      between: p`\nasync function work(req, parsed) {\n`,
      tail: p`}\n\napp.get('/health', (req, res) => res.json({ up: true }));\n${
        rng.chance(0.5)
          ? p`app.listen(${ownPort(self)}, '${ownHost()}');\n`
          : p`app.listen(process.env.PORT || ${ownPort(self)});\n`
      }module.exports = { work };\n`,
      indentTop: '',
      indentBody: rng.pick(['  ', '\t', '    ']),
    },
    others: { 'package.json': manifest(self.id, 'node server.js') },
  }),
}

export const typescript: Syntax = {
  ...common,
  language: 'typescript',
  constant: (name, value) => p`export const ${name} = ${value};`,
  program: (self, rng) => ({
    main: {
      file: 'src/main.ts',
      head: p`import net from 'node:net';\nimport express, { type Request } from 'express';\nimport cors from 'cors';\n\nconst app = express();\nconst problems: Error[] = [];\n`,
      between: p`\nexport async function work(req: Request, parsed: URL): Promise<void> {\n`,
      tail: p`}\n\napp.get('/health', (_req, res) => {\n  res.json({ up: true });\n});\n${
        rng.chance(0.5)
          ? p`app.listen({ port: ${ownPort(self)}, host: '${ownHost()}' });\n`
          : p`app.listen(Number(process.env.PORT ?? ${ownPort(self)}));\n`
      }`,
      indentTop: '',
      indentBody: '  ',
    },
    others: { 'package.json': manifest(self.id, 'node dist/main.js') },
  }),
}

function manifest(name: string, start: string): Pieces {
  const dependencies = { express: '4.19.0', cors: '2.8.5' }
  return [`${JSON.stringify({ name, version: '1.0.0', scripts: { start }, dependencies }, null, 2)}\n`]
}
