// Java: Spring Boot services with their port in application.properties or application.yml.
import { joined, type Pieces, p } from '../pieces.ts'
import { ownPort, type Syntax } from '../syntax.ts'
import { named } from '../world.ts'

export const java: Syntax = {
  language: 'java',
  constantStyle: 'scream',
  localStyle: 'camel',
  str: (text) => p`"${text}"`,
  comment: (text) => p`// ${text}`,
  constant: (name, value, kind) => p`private static final ${kind === 'text' ? 'String' : 'int'} ${name} = ${value};`,
  local: (name, value) => p`var ${name} = ${value};`,
  env: (variable, fallback) => p`System.getenv().getOrDefault("${variable}", ${fallback})`,
  envNumber: (variable, fallback) => p`Integer.parseInt(System.getenv().getOrDefault("${variable}", "${fallback}"))`,
  concat: (parts) => joined(parts, ' + '),
  template: (parts, rng) =>
    rng.chance(0.4)
      ? p`String.format("${parts.flatMap((one): Pieces => ('ref' in one ? ['%s'] : one))}", ${parts
          .flatMap((one) => ('ref' in one ? [one.ref] : []))
          .join(', ')})`
      : joined(
          parts.map((one): Pieces => ('ref' in one ? [one.ref] : p`"${one}"`)),
          ' + ',
        ),
  list: (items) => p`List.of(${joined(items, ', ')})`,
  get: (url) => p`rest.getForObject(${url}, String.class);`,
  dial: (host, port) => p`new Socket(${host}, ${port}).close();`,
  record: (name, host, port) => p`private final InetSocketAddress ${name} = new InetSocketAddress(${host}, ${port});`,
  log: (text) => p`log.info(${text});`,
  fail: (text) => p`problems.add(new IllegalStateException(${text}));`,
  isLocal: (text) => p`boolean near = ${text}.equals(request.getServerName());`,
  orElse: (text) => p`name = parsed.getHost() != null ? parsed.getHost() : ${text};`,
  cors: (origin) => p`cors.addAllowedOrigin(${origin});`,
  program: (self, rng) => {
    const kind = `${named([self.id], 'pascal')}Application`
    const settings: Record<string, Pieces> = rng.chance(0.5)
      ? {
          'src/main/resources/application.properties': p`spring.application.name=${self.id}\nserver.port=${ownPort(self)}\n`,
        }
      : {
          'src/main/resources/application.yml': p`spring:\n  application:\n    name: ${self.id}\nserver:\n  port: ${ownPort(self)}\n`,
        }
    return {
      main: {
        file: `src/main/java/org/shore/${self.id}/${kind}.java`,
        head: p`package org.shore.${self.id};\n\nimport java.net.InetSocketAddress;\nimport java.net.Socket;\nimport java.net.URI;\nimport java.util.ArrayList;\nimport java.util.List;\nimport jakarta.servlet.http.HttpServletRequest;\nimport org.slf4j.Logger;\nimport org.slf4j.LoggerFactory;\nimport org.springframework.boot.SpringApplication;\nimport org.springframework.boot.autoconfigure.SpringBootApplication;\nimport org.springframework.web.client.RestTemplate;\nimport org.springframework.web.cors.CorsConfiguration;\n\n@SpringBootApplication\npublic class ${kind} {\n    private static final Logger log = LoggerFactory.getLogger(${kind}.class);\n    private final RestTemplate rest = new RestTemplate();\n    private final List<Exception> problems = new ArrayList<>();\n    private String name;\n`,
        between: p`\n    void work(HttpServletRequest request, URI parsed, CorsConfiguration cors) throws Exception {\n`,
        tail: p`    }\n\n    public static void main(String[] args) {\n        SpringApplication.run(${kind}.class, args);\n    }\n}\n`,
        indentTop: '    ',
        indentBody: '        ',
      },
      others: {
        ...settings,
        'pom.xml': [
          `<project>\n  <modelVersion>4.0.0</modelVersion>\n  <parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.3.0</version></parent>\n  <groupId>org.shore</groupId>\n  <artifactId>${self.id}</artifactId>\n  <version>1.0.0</version>\n  <dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies>\n</project>\n`,
        ],
      },
    }
  },
}
