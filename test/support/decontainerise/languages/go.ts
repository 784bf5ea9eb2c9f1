// Go: net/http services.
import { joined, type Pieces, p } from '../pieces.ts'
import { ownAddress, ownPort, type Syntax } from '../syntax.ts'

export const go: Syntax = {
  language: 'go',
  constantStyle: 'camel',
  localStyle: 'camel',
  str: (text, rng) => (rng.chance(0.2) ? p`\`${text}\`` : p`"${text}"`),
  comment: (text) => p`// ${text}`,
  constant: (name, value) => p`const ${name} = ${value}`,
  local: (name, value) => p`${name} := ${value}`,
  env: (variable, fallback) => p`envOr("${variable}", ${fallback})`,
  concat: (parts) => joined(parts, ' + '),
  template: (parts) =>
    p`fmt.Sprintf("${parts.flatMap((one): Pieces => ('ref' in one ? ['%v'] : one))}", ${parts
      .flatMap((one) => ('ref' in one ? [one.ref] : []))
      .join(', ')})`,
  list: (items) => p`[]string{${joined(items, ', ')}}`,
  get: (url) => p`http.Get(${url})`,
  dial: (host, port) => p`net.Dial("tcp", net.JoinHostPort(${host}, strconv.Itoa(${port})))`,
  record: (name, host, port) => p`var ${name} = target{Host: ${host}, Port: ${port}}`,
  log: (text) => p`log.Println(${text})`,
  fail: (text) => p`problems = append(problems, errors.New(${text}))`,
  isLocal: (text) => p`near = r.Host == ${text}`,
  cors: (origin) => p`w.Header().Set("Access-Control-Allow-Origin", ${origin})`,
  program: (self, rng) => ({
    main: {
      file: 'main.go',
      head: p`package main\n\nimport (\n\t"errors"\n\t"fmt"\n\t"log"\n\t"net"\n\t"net/http"\n\t"os"\n\t"strconv"\n)\n\nvar problems []error\nvar near bool\n`,
      between: p`\nfunc work(w http.ResponseWriter, r *http.Request) {\n`,
      tail: p`}\n\nfunc envOr(key, fallback string) string {\n\tif value := os.Getenv(key); value != "" {\n\t\treturn value\n\t}\n\treturn fallback\n}\n\nfunc main() {\n\thttp.HandleFunc("/work", work)\n\t${
        rng.chance(0.5)
          ? p`log.Fatal(http.ListenAndServe("${ownAddress(self)}", nil))`
          : p`log.Fatal(http.ListenAndServe(":"+envOr("PORT", "${ownPort(self)}"), nil))`
      }\n}\n`,
      indentTop: '',
      indentBody: '\t',
    },
    others: { 'go.mod': [`module shore/${self.id}\n\ngo 1.22\n`] },
  }),
}
