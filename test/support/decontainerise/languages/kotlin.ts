// Kotlin: Ktor services.
import { joined, type Pieces, p } from '../pieces.ts'
import { ownHost, ownPort, type Syntax } from '../syntax.ts'

export const kotlin: Syntax = {
  language: 'kotlin',
  constantStyle: 'scream',
  localStyle: 'camel',
  str: (text) => p`"${text}"`,
  comment: (text) => p`// ${text}`,
  constant: (name, value) => p`const val ${name} = ${value}`,
  local: (name, value) => p`val ${name} = ${value}`,
  env: (variable, fallback) => p`System.getenv("${variable}") ?: ${fallback}`,
  envNumber: (variable, fallback) => p`(System.getenv("${variable}") ?: "${fallback}").toInt()`,
  concat: (parts) => joined(parts, ' + '),
  template: (parts) => p`"${parts.flatMap((one): Pieces => ('ref' in one ? ['$', `{${one.ref}}`] : one))}"`,
  list: (items) => p`listOf(${joined(items, ', ')})`,
  get: (url) => p`client.get(${url})`,
  dial: (host, port) => p`Socket(${host}, ${port}).close()`,
  record: (name, host, port) => p`val ${name} = Target(host = ${host}, port = ${port})`,
  parameters: (name, host, port) => p`fun ${name}(host: String = ${host}, port: Int = ${port}) = Socket(host, port)`,
  log: (text) => p`log.info(${text})`,
  fail: (text) => p`problems += IllegalStateException(${text})`,
  isLocal: (text) => p`val near = parsed.host == ${text}`,
  orElse: (text) => p`val name = parsed.host ?: ${text}`,
  program: (self, rng) => ({
    main: {
      file: 'src/main/kotlin/Main.kt',
      head: p`package org.shore.${self.id}\n\nimport io.ktor.client.HttpClient\nimport io.ktor.client.request.get\nimport io.ktor.server.engine.embeddedServer\nimport io.ktor.server.netty.Netty\nimport java.net.Socket\nimport java.net.URI\nimport org.slf4j.LoggerFactory\n\nprivate val log = LoggerFactory.getLogger("${self.id}")\nprivate val client = HttpClient()\nprivate val problems = mutableListOf<Exception>()\n`,
      between: p`\nsuspend fun work(parsed: URI) {\n`,
      tail: p`}\n\nfun main() {\n    ${
        rng.chance(0.5)
          ? p`embeddedServer(Netty, port = ${ownPort(self)}, host = "${ownHost()}") {}.start(wait = true)`
          : p`embeddedServer(Netty, port = System.getenv("PORT")?.toInt() ?: ${ownPort(self)}) {}.start(wait = true)`
      }\n}\n`,
      indentTop: '',
      indentBody: '    ',
    },
    others: {
      'build.gradle.kts': [
        'plugins {\n    kotlin("jvm") version "2.0.0"\n    application\n}\n\napplication { mainClass.set("MainKt") }\n\ndependencies {\n    implementation("io.ktor:ktor-server-netty:2.3.12")\n    implementation("io.ktor:ktor-client-cio:2.3.12")\n}\n',
      ],
    },
  }),
}
