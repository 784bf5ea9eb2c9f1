// Where the parts of an address are used: formats, and one host with the same port written at several uses. All were found
// by the generator (test/support/decontainerise), shrunk to one file each.
import { expect, test } from 'vitest'
import { planOf, rewritten, textOf } from '../../support/rewrite.ts'

async function after(file: string, source: string): Promise<string> {
  const files = { [file]: source }
  return textOf(rewritten(files, await planOf(files))[file]!)
}

test.each([
  ['a.py', 'H = "localhost"\nx = f"http://{H}:6105/a"\ny = f"http://{H}:6105/b"\n'],
  ['a.py', 'H = "localhost"\nx = "http://%s:6105/a" % H\ny = "http://{}:6105/b".format(H)\n'],
  ['a.js', "const H = 'localhost'\nfetch(`http://${H}:6105/a`)\nfetch(`http://${H}:6105/b`)\n"],
  ['A.java', 'class A { static final String H = "localhost"; String a = String.format("http://%s:6105/a", H); }\n'],
  ['a.go', 'package a\nconst h = "localhost"\nfunc f() { http.Get(fmt.Sprintf("http://%v:6105/a", h)) }\n'],
  ['a.kt', 'fun dial(host: String = "localhost", port: Int = 6105) = Socket(host, port)\n'],
  ['a.ps1', '$depot = @{ Host = "localhost"; Port = 6105 }\n'],
  ['a.php', "<?php\nconst H = 'localhost';\nfile_get_contents(sprintf('http://%s:6105/a', H));\n"],
  ['a.rs', 'const H: &str = "localhost";\nfn f() { get(format!("http://{}:6105/a", H)); }\n'],
])('%s: every use of a host gets the port of its service: %s', async (file, source) => {
  expect(await after(file, source)).toBe(source.replaceAll('localhost', 'tariff').replaceAll('6105', '8080'))
})

test.each([
  ['appsettings.json', '{ "Urls": "http://*:6101;http://+:6201" }\n'],
  ['a.py', 'serve(app, listen="*:6101")\nLISTEN = "+:6201"\n'],
])('%s: an address of every interface is one to listen on: %s', async (file, source) => {
  expect(await after(file, source)).toBe(source.replace('6101', '8080').replace('6201', '9080'))
})

test('a key with dashes is no flag', async () => {
  expect(await after('a.ini', '[links]\ndepot-fast-host=localhost\n')).not.toContain('0.0.0.0')
})

test('an address of every interface in a comment stays', async () => {
  const source = 'serve(app)  # was http://*:6101\n'
  expect(await after('a.py', source)).toBe(source)
})

test('letters beyond ASCII before a place of XML do not move it', async () => {
  const source =
    '<a>\n  <!-- früher 漢😀 -->\n  <depot port="6107" host="localhost" />\n  <b>http://localhost:6105</b>\n</a>\n'
  const moved = source.replace('6107', '8080').replace('localhost', 'depot').replace('localhost:6105', 'tariff:8080')
  expect(await after('a.xml', source)).toBe(moved)
})
