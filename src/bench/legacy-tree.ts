// A legacy tree to measure on: services of several languages that call each other, most files without any address, as in
// real ones. The same wishes give the same bytes.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface TreeWishes {
  services: number
  /** Of all files together, about. */
  bytes: number
  /** Size of one file. */
  fileBytes: number
}

interface Language {
  /** The file that starts the service: its own port, and the address of the one before it. */
  main: { path: string; text: (port: number, peer: number) => string }
  manifest: { path: string; text: (id: string) => string }
  /** Any other file, made of numbered functions. */
  module: (index: number) => string
  block: (index: number) => string
}

const FIRST_PORT = 6101
/** Every tenth file speaks to somebody, which is much. */
const EACH = 10

const LANGUAGES: readonly Language[] = [
  {
    main: {
      path: 'app.py',
      text: (port, peer) =>
        `from flask import Flask\n\napp = Flask(__name__)\nPEER = "http://localhost:${peer}/rates"\n\nif __name__ == "__main__":\n    app.run(host="127.0.0.1", port=${port})\n`,
    },
    manifest: { path: 'requirements.txt', text: () => 'flask==3.0.0\nrequests==2.31.0\n' },
    module: (index) => `lib/part_${index}.py`,
    block: (index) =>
      `def weigh_${index}(rows, limit=${index}):\n    """Sums what is below the limit."""\n    total = 0\n    for row in rows:\n        if row["weight"] < limit:\n            total += row["weight"] * ${index % 9}\n    return {"total": total, "name": "weigh ${index}"}\n\n`,
  },
  {
    main: {
      path: 'server.js',
      text: (port, peer) =>
        `const express = require('express')\nconst app = express()\nconst peer = process.env.PEER_URL || 'http://localhost:${peer}'\napp.get('/health', (_req, res) => res.json({ peer }))\napp.listen(${port})\n`,
    },
    manifest: {
      path: 'package.json',
      text: (id) => `{"name":"${id}","scripts":{"start":"node server.js"},"dependencies":{"express":"4.18.2"}}\n`,
    },
    module: (index) => `src/part-${index}.js`,
    block: (index) =>
      `export function weigh${index}(rows, limit = ${index}) {\n  // Sums what is below the limit.\n  let total = 0\n  for (const row of rows) {\n    if (row.weight < limit) total += row.weight * ${index % 9}\n  }\n  return { total, name: 'weigh ${index}' }\n}\n\n`,
  },
  {
    main: {
      path: 'src/main/java/port/App.java',
      text: (port, peer) =>
        `package port;\n\nimport com.sun.net.httpserver.HttpServer;\nimport java.net.InetSocketAddress;\n\npublic class App {\n  static final String PEER = "http://localhost:${peer}/rates";\n\n  public static void main(String[] args) throws Exception {\n    HttpServer.create(new InetSocketAddress("127.0.0.1", ${port}), 0).start();\n  }\n}\n`,
    },
    manifest: {
      path: 'pom.xml',
      text: (id) =>
        `<project><modelVersion>4.0.0</modelVersion><groupId>port</groupId><artifactId>${id}</artifactId><version>1</version></project>\n`,
    },
    module: (index) => `src/main/java/port/Part${index}.java`,
    block: (index) =>
      `class Weigh${index} {\n  /** Sums what is below the limit. */\n  static double sum(java.util.List<Double> rows) {\n    double total = 0;\n    for (double row : rows) if (row < ${index}) total += row * ${index % 9};\n    return total;\n  }\n\n  static String name() { return "weigh ${index}"; }\n}\n\n`,
  },
  {
    main: {
      path: 'main.go',
      text: (port, peer) =>
        `package main\n\nimport "net/http"\n\nconst peer = "http://localhost:${peer}/rates"\n\nfunc main() {\n\thttp.ListenAndServe("127.0.0.1:${port}", nil)\n}\n`,
    },
    manifest: { path: 'go.mod', text: (id) => `module example.test/${id}\n\ngo 1.22\n` },
    module: (index) => `part_${index}.go`,
    block: (index) =>
      `// weigh${index} sums what is below the limit.\nfunc weigh${index}(rows []float64) (float64, string) {\n\ttotal := 0.0\n\tfor _, row := range rows {\n\t\tif row < ${index} {\n\t\t\ttotal += row * ${index % 9}\n\t\t}\n\t}\n\treturn total, "weigh ${index}"\n}\n\n`,
  },
]

export interface LegacyTree {
  root: string
  /** Milliseconds that a bare read and scan of all its files takes. */
  scan(): number
  remove(): void
}

/** In a folder of its own below `scratch`. */
export function legacyTree(scratch: string, wishes: TreeWishes): LegacyTree {
  const root = mkdtempSync(join(scratch, 'legacy-'))
  const { files } = writeLegacyTree(root, wishes)
  return {
    root,
    scan() {
      const startedMs = performance.now()
      let hits = 0
      for (const file of files) hits += readFileSync(file, 'utf8').match(/localhost|127\.0\.0\.1/g)?.length ?? 0
      if (hits === 0) throw new Error(`${root}: holds no address`)
      return performance.now() - startedMs
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** Writes it below `root` and says how much it is. */
export function writeLegacyTree(root: string, wishes: TreeWishes): { files: string[]; bytes: number } {
  const files: string[] = []
  let bytes = 0
  const write = (path: string, text: string): void => {
    const full = join(root, path)
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, text)
    files.push(full)
    bytes += text.length
  }
  for (let service = 0; service < wishes.services; service++) {
    const id = `quay-${String(service + 1).padStart(2, '0')}`
    const language = LANGUAGES[service % LANGUAGES.length]!
    const port = FIRST_PORT + service
    const peer = FIRST_PORT + ((service + wishes.services - 1) % wishes.services)
    write(`${id}/${language.manifest.path}`, language.manifest.text(id))
    write(`${id}/${language.main.path}`, language.main.text(port, peer))
    write(`${id}/settings.yaml`, `port: ${port}\npeer:\n  host: localhost\n  port: ${peer}\n`)
    const until = (wishes.bytes * (service + 1)) / wishes.services
    for (let index = 1; bytes < until; index++)
      write(`${id}/${language.module(index)}`, moduleText(language, index, peer, wishes))
  }
  return { files, bytes }
}

function moduleText(language: Language, index: number, peer: number, { fileBytes }: TreeWishes): string {
  const isGo = language.manifest.path === 'go.mod'
  const isPython = language.manifest.path === 'requirements.txt'
  const head = isGo ? 'package main\n\n' : language.manifest.path === 'pom.xml' ? 'package port;\n\n' : ''
  const comment = isPython ? '#' : '//'
  const says = index % EACH === 0 ? `${comment} once asked http://localhost:${peer}/rates\n` : ''
  let text = head + says
  for (let block = 0; text.length < fileBytes; block++) text += language.block(index * 1000 + block)
  return text
}
